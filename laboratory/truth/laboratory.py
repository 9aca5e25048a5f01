"""Asks the laboratory: what came back, and what gateways are told."""
import json
import os
import subprocess
import sys
import tempfile


def program():
    """The built laboratory; says how to get it where the environment does not name it."""
    return os.environ.get('LABORATORY') or sys.exit('first: eval "$(laboratory/provide)"')


def lines(output):
    return [json.loads(line) for line in output.splitlines() if line.startswith('{')]


def send(manifest, requests, timeout=120):
    """Sends requests through a mesh. Returns what came back for each, what admission refused, and what else was said."""
    with tempfile.TemporaryDirectory(prefix='lab') as folder:
        file = os.path.join(folder, 'requests.jsonl')
        with open(file, 'w') as f:
            f.writelines(json.dumps(request) + '\n' for request in requests)
        try:
            run = subprocess.run(['unshare', '-n', program(), '-requests', file, '-work', os.path.join(folder, 'envoys'), manifest],
                                 capture_output=True, text=True, timeout=timeout)
        except subprocess.TimeoutExpired:
            return [], [], f'no answer within {timeout} s'
    said = lines(run.stdout)
    complaints = [f'{line["envoy"]}: {line["says"]}' for line in said if 'envoy' in line]
    return ([line for line in said if 'url' in line], [line['rejected'] for line in said if 'rejected' in line],
            '\n'.join(complaints + [run.stderr[-300:]]).strip())


def gateways(manifest):
    """What istiod tells each gateway's pod."""
    run = subprocess.run([program(), '-dump', manifest], capture_output=True, text=True, timeout=120)
    return [line for line in lines(run.stdout) if 'proxy' in line]
