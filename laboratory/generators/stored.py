"""Objects as an API server takes them. What generators and slips make by chance that every API server refuses is put right here, without a draw, so that
the meshes of other seeds stay what they are."""
import copy
import itertools

NODE_PORTS = range(30000, 32768)


def stored(docs):
    """The objects as they can be stored: each once, the last of one name; none that is refused for itself or for what others have taken."""
    last = {identity(doc): copy.deepcopy(doc) for doc in docs}
    docs = [last.pop(identity(doc)) for doc in reversed(docs) if identity(doc) in last][::-1]
    for mend, kinds in ((services, ['Service']), (listeners, ['Gateway', 'ListenerSet']), (routes, ['HTTPRoute']), (pods, ['Pod'])):
        mend([doc for doc in docs if doc['kind'] in kinds])
    return docs


def identity(doc):
    return doc['apiVersion'].split('/')[0], doc['kind'], doc['metadata'].get('namespace'), doc['metadata']['name']


def unique(elements, key):
    """The first element of each key; those without one all."""
    seen = set()
    return [e for e in elements if key(e) is None or not (key(e) in seen or seen.add(key(e)))]


def services(all_):
    """Ports of a Service are told apart by number and protocol; addresses and node ports are each given to one."""
    all_ = [service['spec'] for service in all_]
    for spec in all_:
        if spec.get('ports'):
            spec['ports'] = unique(spec['ports'], lambda port: (port.get('port'), port.get('protocol', 'TCP')))
            if len(spec['ports']) > 1:
                for port in spec['ports']:
                    port.setdefault('name', f'p{port.get("port")}')
    addressed = [spec for spec in all_ if spec.get('type') != 'ExternalName' and spec.get('clusterIP') != 'None']
    give(addressed, 'clusterIP', (f'10.96.9.{n}' for n in range(1, 255)), lambda address: address)
    give([port for spec in all_ for port in spec.get('ports') or [] if 'nodePort' in port], 'nodePort', iter(NODE_PORTS[2000:]),
         lambda number: number in NODE_PORTS)


def give(holders, field, free, valid):
    """Each holder keeps what it has, where it is valid and no other had it before; the others get what is free."""
    taken = set()
    for holder in holders:
        value = holder.get(field)
        if not valid(value) or value in taken:
            value = next(candidate for candidate in free if candidate not in taken and candidate not in [h.get(field) for h in holders])
            holder[field] = value
        taken.add(value)


def listeners(all_):
    """Listeners of one Gateway of the Gateway API are told apart by port, protocol and host."""
    for doc in all_:
        if 'listeners' in doc['spec']:
            doc['spec']['listeners'] = unique(doc['spec']['listeners'], lambda one: (one.get('port'), one.get('protocol'), one.get('hostname')))


def routes(all_):
    """A backend that is a Service has a port, and a prefix is only replaced where one prefix is asked for."""
    for rule in itertools.chain.from_iterable(doc['spec'].get('rules') or [] for doc in all_):
        filters = list(rule.get('filters') or [])
        for backend in rule.get('backendRefs') or []:
            filters += backend.get('filters') or []
            if backend.get('kind', 'Service') == 'Service' and not backend.get('group'):
                backend.setdefault('port', 80)
        matches = rule.get('matches') or [{}]
        if len(matches) > 1 or matches[0].get('path', {}).get('type', 'PathPrefix') != 'PathPrefix':
            for path in [part.get('path', {}) for one in filters for part in (one.get('urlRewrite', {}), one.get('requestRedirect', {}))]:
                if path.get('type') == 'ReplacePrefixMatch':
                    path.update(type='ReplaceFullPath', replaceFullPath=path.pop('replacePrefixMatch') or '/')


def pods(all_):
    """Containers of one pod are told apart by name."""
    for doc in all_:
        taken = set()
        for n, container in enumerate(doc['spec'].get('containers') or []):
            if container.get('name') in taken:
                container['name'] += f'-{n}'
            taken.add(container.get('name'))
