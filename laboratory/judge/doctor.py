"""Asks istio-doctor of a mesh, and compares all that it says with what happened there."""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'truth'))
import meshes  # noqa: E402
import proxies  # noqa: E402
import traces  # noqa: E402

#: what came back where the request arrived, or where the one who answers for it is not the mesh
FINE = ('answered', 'redirect', 'application')
COMPLETE = ['--assume-complete', '-o', 'json']


def printed(doctor, *words):
    """What a run of istio-doctor printed, as JSON; None where it is none."""
    run = subprocess.run([doctor, *words], capture_output=True, text=True, timeout=300)
    try:
        return json.loads(run.stdout)
    except ValueError:
        return None


def compare(doctor, folder, checks):
    """Yields (what, where, difference) for everything that is compared in a mesh; the difference is None where they agree."""
    for check in (trace, urls, silence, proxy):
        if check.__name__ in checks:
            for where, difference in check(doctor, folder, os.path.join(folder, 'cluster.yaml'), meshes.family(os.path.basename(folder))):
                yield check.__name__, where, difference


def trace(doctor, folder, manifest, family):
    """Each request's verdict, status, response flag or way of failing."""
    run = subprocess.run([doctor, 'trace', '--requests', os.path.join(folder, 'requests.jsonl'), '-f', manifest, *COMPLETE],
                         capture_output=True, text=True, timeout=300)
    said = [json.loads(line) for line in run.stdout.splitlines() if line.startswith('{')]
    if 'unknown option' in run.stderr:
        said = [one_by_one(doctor, manifest, request) for request in meshes.requests(folder)]
    for n, request in enumerate(meshes.requests(folder)):
        told = said[n] if n < len(said) else {'broken': (run.stderr or run.stdout)[-200:]}
        yield f'{n + 1} {json.dumps(meshes.asked(request))}', traces.difference(told, request['truth'], family)


def one_by_one(doctor, manifest, request):
    """The trace of one request by a release that takes no file of them."""
    words = [request['url'], '-f', manifest, *COMPLETE]
    for name, value in request.get('headers', {}).items():
        words += ['--header', f'{name}: {value}']
    for option in ('method', 'from', 'sni'):
        if option in request:
            words += ['--' + option, request[option]]
    return printed(doctor, 'trace', *words) or {'broken': 'no JSON'}


def urls(doctor, folder, manifest, family):
    """No row that is given as reachable fails, where such a request was sent; nothing is known of those that ask for a method or a header."""
    if family == 'inside':
        return
    failing = {(r['url'], r.get('address')): r['truth'] for r in meshes.requests(folder)
               if r['truth']['result'] not in FINE and not r.keys() & {'headers', 'method', 'from', 'sni'}}
    for row in (printed(doctor, 'urls', '-A', *COMPLETE, '-f', manifest) or {}).get('urls', []):
        if row.get('verdict', 'reachable') == 'reachable' and not row.keys() & {'method', 'headers'}:
            truth = failing.get((row['url'], row.get('address')))
            yield row['url'], truth and f'listed; real: {truth.get("status") or truth["result"]}'


def silence(doctor, folder, manifest, family):
    """No error and no warning where nothing is wrong; a load balancer that waits for its address is not wrong."""
    if family in meshes.SOUND:
        said = printed(doctor, 'check', '-A', *COMPLETE, '-f', manifest) or {'findings': [{'severity': 'error', 'rule': 'no JSON'}]}
        alarms = [f['rule'] for f in said['findings'] if f['severity'] != 'info' and f['rule'] != 'load-balancer-pending']
        yield '', ', '.join(alarms) or None


def proxy(doctor, folder, manifest, family):
    """What each gateway's pod is told."""
    told = meshes.gateways(folder)
    said = printed(doctor, 'proxy', '-A', *COMPLETE, '-f', manifest) if told else None
    for real in told:
        yield real['proxy'], proxies.difference(said, real)
