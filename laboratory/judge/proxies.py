"""Whether `proxy -o json` says of a gateway's pod what istiod told it. The same rules stand in the project's ProxyDifference.

The order of routes, weights and certificates counts; that of listeners, chains, virtual hosts, domains, clusters and endpoints does
not, and names of route tables are only names.
"""
import json


def difference(said, real):
    """How a list of proxies differs in words from what istiod told one gateway's pod, None where it does not."""
    if not isinstance(said, list):
        return 'no JSON list'
    have = next((p for p in said if isinstance(p, dict) and p.get('proxy') == real['proxy']), None)
    if have is None:
        return 'missing'
    have, want = plain(have), plain(real)
    for part in want:
        if have[part] != want[part]:
            return f'{part}: istiod {json.dumps(want[part])[:400]} | istio-doctor {json.dumps(have[part])[:400]}'
    return None


def plain(proxy):
    """The configuration without what is only a name: routes stand in the chains that use them."""
    tables = proxy.get('routes') or {}
    listeners = [{'port': int(listener.get('port') or 0), 'chains': ordered(chain(c, tables) for c in listener.get('chains') or [])}
                 for listener in proxy.get('listeners') or []]
    clusters = [{**c, 'endpoints': sorted(c.get('endpoints') or [])} for c in proxy.get('clusters') or []]
    return {'listeners': ordered(listeners), 'clusters': ordered(clusters), 'clustersMissing': sorted(proxy.get('clustersMissing') or [])}


def chain(chain, tables):
    chain = dict(chain)
    if 'http' in chain:
        chain['http'] = ordered({**host, 'domains': sorted(host.get('domains') or [])} for host in tables.get(chain['http']) or [])
    if 'sni' in chain:
        chain['sni'] = sorted(chain['sni'])
    return chain


def ordered(values):
    return sorted((canonical(value) for value in values), key=lambda value: json.dumps(value, sort_keys=True))


def canonical(value):
    """Without members that say nothing; a route's origin that istiod made up of several objects is no object's name."""
    if isinstance(value, dict):
        return {name: canonical(v) for name, v in sorted(value.items())
                if v not in ([], {}, None, False) and not (name == 'from' and '~' in str(v))}
    if isinstance(value, list):
        return [canonical(v) for v in value]
    return value
