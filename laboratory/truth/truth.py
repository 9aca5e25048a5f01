"""What came back, in the few words that a trace can be held against: the member `truth` of a recorded request."""
import re


def result(answer):
    """answered, redirect, status (of a proxy), application (it cannot speak what it is sent), refused, reset, tls, timeout, dns."""
    error, status, log = answer.get('error', ''), answer.get('status', 0), answer.get('log') or ''
    if error:
        if error in ('eof', 'reset') or 'closed idle' in error or 'broken pipe' in error:
            return 'reset'
        if 'gave HTTP response to HTTPS' in error or 'malformed HTTP' in error or 'first record does not look' in error:
            return 'application'
        return 'tls' if 'tls:' in error or 'certificate' in error else error
    if not status:
        return 'answered' if answer.get('pod') else 'reset'
    if status < 300:
        return 'answered'
    if status < 400:
        return 'redirect'
    return 'application' if 'protocol_error' in log or status == 400 else 'status'


def truth(answer):
    """The truth of one request."""
    log, pod = answer.get('log') or '', answer.get('pod') or ''
    said = {'result': result(answer)}
    if answer.get('status'):
        said['status'] = answer['status']
    flags = sorted({flag for flags in re.findall(r'flags=(\S+)', log) for flag in flags.split(',') if flag != '-'})
    if flags:
        said['flags'] = flags
    if answer.get('location'):
        said['location'] = answer['location']
    if pod.startswith('external/'):
        said['outside'] = True
    elif pod:
        namespace, name = pod.split('/')
        said.update(workload=namespace + '/' + name.rsplit('-', 2)[0], port=answer.get('port'))
    if answer.get('path'):
        said['path'] = answer['path']
    clusters = [cluster for cluster in re.findall(r'upstream=(\S+)', log) if cluster.startswith('outbound')]
    if clusters:
        said['cluster'] = clusters[0].rstrip(';').replace(';tcp', '')
    return said


def same(one, other):
    """Whether two answers to one request mean the same: not which of several versions of an application answered."""
    return all(one.get(part) == other.get(part) for part in ('result', 'status', 'flags', 'location', 'outside'))
