import type { Kind } from '../kind.ts'
import { lambda } from './rows.ts'

const ESBUILD_CJS = `"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all) __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);
var index_exports = {};
__export(index_exports, { handler: () => handler });
module.exports = __toCommonJS(index_exports);
var handler = async () => ({ bundled: "esbuild" });
`
const WEBPACK = `(()=>{"use strict";var e={};(e=>{"undefined"!=typeof Symbol&&Symbol.toStringTag&&Object.defineProperty(e,Symbol.toStringTag,{value:"Module"}),Object.defineProperty(e,"__esModule",{value:!0})})(e),e.handler=async()=>({bundled:"webpack"});var t=exports;for(var o in e)t[o]=e[o];e.__esModule&&Object.defineProperty(t,"__esModule",{value:!0})})();\n`
const NCC = `module.exports =
/******/ (() => { // webpackBootstrap
/******/ 	var __webpack_modules__ = ({ 104: ((__unused, exports) => { exports.handler = async () => 'ncc' }) });
/******/ 	var cache = {};
/******/ 	function __nccwpck_require__(id) { if (cache[id]) return cache[id].exports; var module = cache[id] = { exports: {} }; __webpack_modules__[id](module, module.exports, __nccwpck_require__); return module.exports; }
/******/ 	return __nccwpck_require__(104);
/******/ })()
;
`

/** What bundlers and compilers make of a function. */
export const bundles: readonly Kind[] = [
  lambda(
    'an esbuild bundle in CommonJS',
    { 'dist/index.js': ESBUILD_CJS },
    { value: { bundled: 'esbuild' } },
  ),
  lambda('a webpack bundle', { 'dist/index.js': WEBPACK }, { value: { bundled: 'webpack' } }),
  lambda('an ncc bundle', { 'dist/index.js': NCC }, { value: 'ncc' }),
  lambda(
    'a bundle in ESM with a require of its own',
    {
      'index.mjs': `import { createRequire as topLevelCreateRequire } from 'module';\nconst require = topLevelCreateRequire(import.meta.url);\nconst os = require('os');\nexport const handler = async () => typeof os.cpus;\n`,
    },
    { value: 'function' },
  ),
  lambda(
    'a webpack bundle in UMD, with a library of its own name',
    {
      'dist/index.js': `!function(e,t){"object"==typeof exports&&"object"==typeof module?module.exports=t():"function"==typeof define&&define.amd?define([],t):"object"==typeof exports?exports.lib=t():e.lib=t()}(this,(()=>(()=>{"use strict";var e={};return e.handler=async()=>"umd",e})()));`,
      'package.json': '{}',
    },
    { value: 'umd' },
    { from: 'webpack 5, output.library of type umd' },
  ),
  lambda(
    'what tsc makes of an export',
    {
      'index.js': `"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\nexports.handler = void 0;\nconst handler = async (event) => ({ tsc: true });\nexports.handler = handler;\n`,
    },
    { value: { tsc: true } },
  ),
]
