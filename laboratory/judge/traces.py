"""Whether a trace says what really came back. The same rules stand in the project's TraceDifference; cases.jsonl holds both."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'truth'))
from meshes import SOUND  # noqa: E402

#: by which words a trace without an outcome tells a way of failing
FAILURES = {'refused': ['refused'], 'reset': ['reset', 'closed'], 'timeout': ['timeout', 'timed out', 'no answer'],
            'dns': ['not found', 'no address', 'resolve'], 'tls': ['TLS', 'certificate']}


def difference(trace, truth, family):
    """How the two differ in words, None where they agree.

    trace is what `trace -o json` printed, truth what was recorded of the same request, family that of the mesh: where nothing is
    wrong, nothing may be suspected.
    """
    if 'verdict' not in trace:
        return f'no trace: {trace.get("broken")}'
    if agree(trace, truth, family):
        return None
    at = f' at {trace["at"]}' if trace.get('at') else ''
    flags = ' ' + ','.join(truth['flags']) if truth.get('flags') else ''
    real = f'{truth.get("status") or truth["result"]}{flags}'
    if truth['result'] == 'answered':
        real = f'answered by {truth.get("workload")}'
    return f'{trace["verdict"]}{at} ({trace.get("expect") or ""}); real: {real}'


def agree(trace, truth, family):
    verdict, at, expect = trace['verdict'], trace.get('at'), trace.get('expect') or ''
    outcome, result, status, flags = trace.get('outcome') or {}, truth['result'], truth.get('status', 0), truth.get('flags', [])
    if truth.get('outside') and verdict in ('unknown', 'reachable'):
        return True  # what is beyond the mesh is not the tool's to know
    if verdict == 'unknown':
        return False
    if result == 'application':  # it cannot speak what it is sent
        return verdict in ('suspect', 'broken')
    if verdict == 'suspect' and at == 'pod' and (result in ('refused', 'reset') or 'UF' in flags):
        return True  # a port that no container declares may still be open
    feared = re.match(r'perhaps (\d{3})(?: ([A-Z]{2,4}))?$', expect)
    if verdict == 'suspect' and at == 'pod' and feared and feared[1] == str(status) and (not feared[2] or not flags or feared[2] in flags):
        return True  # what is feared of it is what came
    if result == 'answered' and 'FI' in flags and outcome.get('status') == status:
        return True  # what fault injection answers, if only with 200, is no answer of the application
    if result == 'answered':
        return verdict == 'reachable' or verdict == 'suspect' and family not in SOUND and at in ('destination', 'pod')
    if result == 'redirect':
        return verdict == 'redirected' or expect.startswith(f'{status} to ') or outcome.get('status') == status
    if verdict in ('redirected', 'suspect') or expect.startswith('30'):
        return False
    if result == 'status':
        said = [(outcome['status'], outcome.get('flag'))] if outcome.get('status') else [
            (int(number), flag) for number, flag in re.findall(r'\b(\d{3})\b(?: ([A-Z]{2,4})\b)?', expect)]
        return any(number == status and (not flag or not flags or flag in flags) for number, flag in said)
    if verdict == 'reachable':
        return False
    return outcome.get('failure') == result if outcome else any(word in expect for word in FAILURES.get(result, [result]))
