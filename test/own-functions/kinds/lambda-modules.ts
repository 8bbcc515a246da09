import { expect } from 'vitest'
import { type Kind, kindsOf } from './kind.ts'

const lambda = kindsOf({ contract: 'lambda', from: 'aws-lambda-ric 3 and 4' })
/** Deployed, what is invoked is read as the reply that it stands for. */
const ENVELOPE = { part: { message: expect.any(String) } }
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

/** How modules are written, bundled and exported. */
export const lambdaModules: readonly Kind[] = [
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
  lambda(
    'module.exports is an object',
    { 'index.js': `async function handler() { return 'object' }\nmodule.exports = { handler }\n` },
    { value: 'object' },
  ),
  lambda(
    'module.exports.handler',
    {
      'index.js': `'use strict';\nmodule.exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ message: 'Go Serverless v4!' }, null, 2) });\n`,
    },
    { part: { statusCode: 200 } },
    { elsewhere: ENVELOPE, from: 'serverless/examples aws-node' },
  ),
  lambda(
    'an export of another name',
    {
      'app.mjs': `export const lambdaHandler = async (event, context) => ({ statusCode: 200, body: JSON.stringify({ message: 'hello world' }) })\n`,
    },
    { part: { statusCode: 200 } },
    { elsewhere: ENVELOPE, exported: 'lambdaHandler', from: 'sam init, hello-world' },
  ),
  lambda(
    'the only export is of another name',
    { 'app.mjs': `export const lambdaHandler = async (event, context) => 'sam'\n` },
    { value: 'sam' },
    { found: true, from: 'sam init, hello-world: Handler: app.lambdaHandler' },
  ),
  lambda(
    'the only CommonJS export is of another name',
    { 'handler.js': `'use strict';\nmodule.exports.hello = async (event) => 'hello';\n` },
    { value: 'hello' },
    { from: 'serverless/examples: handler: handler.hello' },
  ),
  lambda(
    'several exports and none called handler',
    { 'handler.js': `module.exports.create = async () => 'c'\nmodule.exports.list = async () => 'l'\n` },
    { refused: '--export' },
    { from: 'serverless/examples aws-node-rest-api' },
  ),
  lambda(
    'one of several exports, by name',
    { 'handler.js': `module.exports.create = async () => 'c'\nmodule.exports.list = async () => 'l'\n` },
    { value: 'l' },
    { exported: 'list' },
  ),
  lambda(
    'an export inside an object',
    { 'index.js': `exports.api = { users: { get: async () => 'nested' } }\n` },
    { value: 'nested' },
    { exported: 'api.users.get' },
  ),
  lambda(
    'an export that does not exist',
    { 'index.js': `exports.handler = async () => 1\n` },
    { error: 'index.nope is undefined or not exported' },
    { exported: 'nope' },
  ),
  lambda(
    'an export that is no function',
    { 'index.js': `exports.handler = { not: 'a function' }\n` },
    { error: 'index.handler is not a function' },
  ),
  lambda(
    'a method of a class instance',
    { 'index.js': `class Api { async handler() { return 'method' } }\nmodule.exports = new Api()\n` },
    { value: 'method' },
  ),
  lambda(
    'a bound method of a class',
    {
      'index.mjs': `class Lambda { #name = 'bound'; async handler() { return this.#name } }\nconst one = new Lambda()\nexport const handler = one.handler.bind(one)\n`,
    },
    { value: 'bound' },
  ),
  lambda(
    'a function with a handler on it',
    {
      'index.js': `module.exports = function app() {}\nmodule.exports.handler = async () => 'on a function'\n`,
    },
    { value: 'on a function' },
  ),
  lambda(
    'a default export that holds a handler',
    { 'index.mjs': `export default { handler: async () => 'on default' }\n` },
    { error: 'undefined or not exported' },
    { node24: { value: 'on default' } },
  ),
  lambda(
    'a re-export from another module',
    {
      'index.mjs': `export { handler } from './src/app.mjs'\n`,
      'src/app.mjs': `export async function handler() { return 're-exported' }\n`,
    },
    { value: 're-exported' },
  ),
  lambda(
    'export star',
    {
      'index.mjs': `export * from './src/app.mjs'\n`,
      'src/app.mjs': `export async function handler() { return 'starred' }\n`,
    },
    { value: 'starred' },
  ),
  lambda(
    'CommonJS re-export',
    {
      'index.js': `module.exports = require('./src/app')\n`,
      'src/app.js': `exports.handler = async () => 'required'\n`,
    },
    { value: 'required' },
  ),
  lambda(
    'an export made by a loop',
    { 'index.js': `for (const name of ['handler', 'other']) exports[name] = async () => name\n` },
    { value: 'handler' },
  ),
  lambda(
    'a getter for an export',
    {
      'index.js': `Object.defineProperty(exports, 'handler', { enumerable: true, get: () => async () => 'got' })\n`,
    },
    { value: 'got' },
  ),
  lambda(
    'a .cjs file in a module package',
    { 'index.cjs': `exports.handler = async () => 'cjs'\n`, 'package.json': '{"type":"module"}' },
    { value: 'cjs' },
  ),
  lambda(
    'a .js file in a module package',
    {
      'index.js': `export const handler = async () => import.meta.url.endsWith('/index.js')\n`,
      'package.json': '{"type":"module"}',
    },
    { value: true },
  ),
  lambda(
    'a .mjs file with await at its top',
    {
      'index.mjs': `const config = await Promise.resolve({ table: 'orders' })\nexport const handler = async () => config\n`,
    },
    { value: { table: 'orders' } },
  ),
  lambda(
    'ES syntax in a .js file without a type',
    {
      'index.js': `import path from 'node:path'\nexport const handler = async () => path.posix.join('a', 'b')\n`,
    },
    { value: 'a/b' },
  ),
  lambda(
    'CommonJS in a module package',
    { 'index.js': `exports.handler = async () => 1\n`, 'package.json': '{"type":"module"}' },
    { error: 'exports is not defined in ES module scope' },
  ),
  lambda(
    'require in a module',
    { 'index.mjs': `const fs = require('fs')\nexport const handler = async () => 1\n` },
    { error: 'require is not defined in ES module scope' },
  ),
  lambda(
    '__dirname in a module',
    { 'index.mjs': `export const handler = async () => __dirname\n` },
    { error: '__dirname is not defined' },
  ),
  lambda(
    'import.meta.dirname',
    {
      'index.mjs': `import { basename } from 'node:path'\nexport const handler = async () => typeof import.meta.dirname\n`,
    },
    { value: 'string' },
  ),
  lambda(
    'imports JSON with an attribute',
    {
      'index.mjs': `import data from './data.json' with { type: 'json' }\nexport const handler = async () => data\n`,
      'data.json': '{"a":1}',
    },
    { value: { a: 1 } },
  ),
  lambda(
    'requires JSON',
    {
      'index.js': `const data = require('./data.json')\nexports.handler = async () => data\n`,
      'data.json': '{"a":1}',
    },
    { value: { a: 1 } },
  ),
  lambda(
    'a dynamic import by a computed name',
    {
      'index.mjs': `export const handler = async () => (await import(\`./routes/\${'users'}.mjs\`)).default\n`,
      'routes/users.mjs': `export default 'users'\n`,
    },
    { value: 'users' },
  ),
  lambda(
    'a require by a computed name',
    {
      'index.js': `const load = (name) => require('./routes/' + name)\nexports.handler = async () => load('users')\n`,
      'routes/users.js': `module.exports = 'users'\n`,
    },
    { value: 'users' },
  ),
  lambda(
    'modules that import each other',
    {
      'index.js': `exports.name = 'index'\nconst b = require('./b')\nexports.handler = async () => b.of()\n`,
      'b.js': `const a = require('./index')\nexports.of = () => a.name\n`,
    },
    { value: 'index' },
  ),
  lambda(
    'a byte order mark and CRLF',
    { 'index.js': '\uFEFF"use strict";\r\nexports.handler = async () => "bom"\r\n' },
    { value: 'bom' },
  ),
  lambda(
    'a hashbang',
    { 'index.mjs': '#!/usr/bin/env node\nexport const handler = async () => "bang"\n' },
    { value: 'bang' },
  ),
  lambda(
    'a name with a dot',
    { 'orders.get.js': `exports.handler = async () => 'dotted'\n` },
    { refused: 'orders-get.js' },
    { from: 'aws-lambda-ric: Cannot find module orders; the issue: an error that says what to type' },
  ),
  lambda(
    'a name with a space',
    { 'my function.js': `exports.handler = async () => 'spaced'\n` },
    { value: 'spaced' },
    { elsewhere: { refused: 'holds no spaces' }, deployed: true },
  ),
  lambda(
    'a folder with brackets',
    { 'src/[id]/get.mjs': `export const handler = async () => 'bracket'\n` },
    { value: 'bracket' },
  ),
  lambda(
    'a folder with a dot',
    { 'src/v1.2/get.mjs': `export const handler = async () => 'v1.2'\n` },
    { value: 'v1.2' },
    { from: 'the file named is the file loaded' },
  ),
  lambda(
    'a name in another script',
    { 'przykład.mjs': `export const handler = async () => 'ł'\n` },
    { value: 'ł' },
  ),
  lambda(
    'index.js in a nested folder',
    { 'functions/users/index.js': `exports.handler = async () => 'nested'\n` },
    { value: 'nested' },
  ),
  lambda(
    'WebAssembly',
    {
      'index.mjs': `const bytes = Uint8Array.from([0,97,115,109,1,0,0,0,1,7,1,96,2,127,127,1,127,3,2,1,0,7,7,1,3,97,100,100,0,0,10,9,1,7,0,32,0,32,1,106,11])\nconst { instance } = await WebAssembly.instantiate(bytes)\nexport const handler = async () => instance.exports.add(2, 3)\n`,
    },
    { value: 5 },
  ),
  lambda(
    'a handler made by a factory',
    {
      'index.js': `const middleware = (handler) => async (event, context) => ({ wrapped: await handler(event, context) })\nexports.handler = middleware(async () => 1)\n`,
    },
    { value: { wrapped: 1 } },
  ),
  lambda(
    'a factory with optional parameters',
    { 'index.js': `exports.handler = async (event, context = {}, ...rest) => rest.length\n` },
    { value: 1 },
    { node24: { value: 0 } },
  ),
  lambda(
    'loads lazily at the first call',
    {
      'index.js': `let client\nexports.handler = async () => { client ??= require('./heavy'); return client.calls() }\n`,
      'heavy.js': `let n = 0\nexports.calls = () => ++n\n`,
    },
    { value: 1 },
  ),
  lambda(
    'a missing package',
    { 'index.js': `const x = require('not-installed-at-all')\nexports.handler = async () => 1\n` },
    { error: "Runtime.ImportModuleError: Error: Cannot find module 'not-installed-at-all'" },
  ),
  lambda(
    'a missing package, imported',
    { 'index.mjs': `import x from 'not-installed-at-all'\nexport const handler = async () => 1\n` },
    { error: "Cannot find package 'not-installed-at-all'" },
  ),
  lambda(
    'a syntax error',
    { 'index.js': `exports.handler = async () => {\n  const a = ;\n}\n` },
    { error: "Runtime.UserCodeSyntaxError: SyntaxError: Unexpected token ';'" },
  ),
  lambda(
    'a syntax error names its line',
    { 'index.mjs': `export const handler = async () => {\n  const a = ;\n}\n` },
    { error: '(index.mjs:2)' },
  ),
  lambda(
    'a throw at load names its line',
    {
      'index.js': `const config = undefined\n\nconst table = config.table\nexports.handler = async () => table\n`,
    },
    { error: "Cannot read properties of undefined (reading 'table') (index.js:3)" },
  ),
  lambda(
    'a rejection at load',
    {
      'index.mjs': `await Promise.reject(new Error('no secret called db'))\nexport const handler = async () => 1\n`,
    },
    { error: 'no secret called db' },
  ),
  lambda('process.exit at load', { 'index.js': `process.exit(7)\n` }, { error: 'exit status 7' }),
  lambda('throws a string at load', { 'index.js': `throw 'at load'\n` }, { error: 'at load' }),
]
