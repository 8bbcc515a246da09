"""Writes the parts of AWS's service models (botocore, Apache-2.0) that the stand-in checks requests against.

.venv/bin/python extract-service-models.py > ../../support/aws-stand-in/service-models.golden.json
"""

import gzip
import json
import os

import botocore

WANTED = {
    "lambda": ("lambda/2015-03-31", """CreateFunction GetFunction UpdateFunctionConfiguration PublishVersion
        DeleteFunction Invoke ListFunctions ListTags GetAccountSettings CreateFunctionUrlConfig
        GetFunctionUrlConfig DeleteFunctionUrlConfig AddPermission"""),
    "iam": ("iam/2010-05-08", """CreateRole GetRole DeleteRole AttachRolePolicy DetachRolePolicy PutRolePolicy
        DeleteRolePolicy ListRoles SimulatePrincipalPolicy"""),
    "sts": ("sts/2011-06-15", "GetCallerIdentity"),
    "logs": ("logs/2014-03-28", "DeleteLogGroup DescribeLogGroups"),
    "scheduler": ("scheduler/2021-06-30", "CreateSchedule DeleteSchedule ListSchedules"),
}
KEPT = "type required members member key value shape min max pattern enum location locationName".split()


def strip(node):
    if not isinstance(node, dict):
        return node
    kept = {k: strip(v) for k, v in node.items() if k in KEPT and k != "members"}
    if "members" in node:
        kept["members"] = {name: strip(member) for name, member in node["members"].items()}
    return kept


def reachable(name, shapes, found):
    if name in found:
        return
    shape = shapes[name]
    found[name] = strip(shape)
    children = list(shape.get("members", {}).values()) + [shape[k] for k in ("member", "key", "value") if k in shape]
    for child in children:
        reachable(child["shape"], shapes, found)


def service(folder, operations):
    path = os.path.join(os.path.dirname(botocore.__file__), "data", folder, "service-2.json.gz")
    model = json.load(gzip.open(path))
    shapes, found = {}, {}
    for name in operations.split():
        operation = model["operations"][name]
        entry = {"method": operation["http"]["method"], "uri": operation["http"]["requestUri"]}
        if "input" in operation:
            entry["input"] = operation["input"]["shape"]
            reachable(entry["input"], model["shapes"], shapes)
        found[name] = entry
    protocol = model["metadata"]["protocol"]
    return {"protocol": protocol, "operations": found, "shapes": shapes}


models = {name: service(*wanted) for name, wanted in WANTED.items()}
print(json.dumps({"source": f"botocore {botocore.__version__} (Apache-2.0)", "services": models}, sort_keys=True))
