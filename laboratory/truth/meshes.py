"""Recorded meshes: a folder FAMILY-SEED each, with cluster.yaml, requests.jsonl and gateways.json; the project keeps them in archives,
one a family."""
import json
import os
import zipfile

ARCHIVES = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'src', 'test', 'resources', 'laboratory')
#: the families in which nothing is wrong
SOUND = ('healthy', 'sound')
FILES = ('cluster.yaml', 'requests.jsonl', 'gateways.json')


def family(name):
    return name.split('-')[0]


def unpack(folder):
    """Unpacks all meshes of the project into a folder."""
    for archive in sorted(os.listdir(ARCHIVES)):
        if archive.endswith('.zip'):
            with zipfile.ZipFile(os.path.join(ARCHIVES, archive)) as z:
                z.extractall(folder)


def pack(name, folder, meshes):
    """Writes a family's archive anew, the same bytes for the same meshes."""
    with zipfile.ZipFile(os.path.join(ARCHIVES, name + '.zip'), 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for mesh in sorted(meshes):
            for file in FILES:
                path = os.path.join(folder, mesh, file)
                if os.path.exists(path):
                    info = zipfile.ZipInfo(f'{mesh}/{file}')
                    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                    with open(path, 'rb') as f:
                        z.writestr(info, f.read())


def requests(folder):
    """The requests of a mesh, each with its truth if it was recorded."""
    with open(os.path.join(folder, 'requests.jsonl')) as f:
        return [json.loads(line) for line in f if line.strip()]


def asked(request):
    """A request without what came back."""
    return {part: value for part, value in request.items() if part != 'truth'}


def write_requests(folder, rows):
    with open(os.path.join(folder, 'requests.jsonl'), 'w') as f:
        f.writelines(json.dumps(row) + '\n' for row in rows)


def gateways(folder):
    """What istiod told each gateway's pod of a mesh."""
    path = os.path.join(folder, 'gateways.json')
    if not os.path.exists(path):
        return []
    with open(path) as f:
        return json.load(f)


def write_gateways(folder, told):
    path = os.path.join(folder, 'gateways.json')
    if told:
        with open(path, 'w') as f:
            f.write(json.dumps(told, indent=1) + '\n')
    elif os.path.exists(path):
        os.remove(path)
