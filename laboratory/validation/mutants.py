"""Objects of Istio's APIs with one field changed at random, each with a name of its own: mN is a function of N."""
import copy
import os
import random

import yaml

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'sound.yaml')) as f:
    SOUND = list(yaml.safe_load_all(f))
WRONG = ['', 'UPPER_Case', 'a b', '*', '*.', 'a.*.com', '-1', 0, -1, 70000, 65536, 101, 99, 1.5, True, None, [], {}, ['x'], {'a': 'b'}, '1h', '-5s',
         '5', 'http://x', '/a', '10.0.0.0/33', '300.1.1.1', '[', '(', 'x' * 300, 'mesh', 'STRICT', 'HTTP', 'TCP', 'x/y/z', '~']
NAMES = ['mode', 'port', 'name', 'uri', 'exact', 'regex', 'simple', 'host', 'hosts', 'weight']


def paths(value, at=()):
    """Where each part of an object is, as the keys that lead there."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield at + (key,)
        yield from paths(value[key], at + (key,))


def change(value, at, how, draw):
    """Changes what is there: drops it, replaces it, doubles it, renames it, adds a field to it, or puts its neighbour in its place."""
    for key in at[:-1]:
        value = value[key]
    key = at[-1]
    if how == 'drop':
        del value[key]
    elif how == 'replace':
        value[key] = draw.choice(WRONG)
    elif how == 'twice' and isinstance(value, list):
        value.append(copy.deepcopy(value[key]))
    elif how == 'rename' and isinstance(value, dict):
        value[key + 's' if isinstance(key, str) else 'x'] = value.pop(key)
    elif how == 'extra' and isinstance(value[key], dict):
        wrong = draw.choice(WRONG)
        value[key][draw.choice(NAMES)] = wrong
    elif how == 'other' and isinstance(value, list) and len(value) > 1:
        value[key] = copy.deepcopy(value[(key + 1) % len(value)])
    else:
        value[key] = draw.choice(WRONG)


def mutant(seed):
    draw = random.Random(seed)
    doc = copy.deepcopy(SOUND[seed % len(SOUND)])
    doc['metadata']['name'] = f'm{seed}'
    at = draw.choice([('spec',) + path for path in paths(doc['spec'])])
    change(doc, at, draw.choice(['drop', 'replace', 'replace', 'replace', 'twice', 'rename', 'extra', 'other']), draw)
    return doc


def write(first, last, file):
    with open(file, 'w') as f:
        yaml.safe_dump_all([mutant(seed) for seed in range(first, last)], f, sort_keys=False, default_flow_style=None, width=140)
