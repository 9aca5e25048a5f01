"""The slips of people who write manifests: a field that says something else, an element too many or too few, an object that was forgotten."""

#: what people write instead, by the name of the field
INSTEAD = {
    'number': [80, 443, 8000, 8080, 9080, 9000, 8443],
    'port': [80, 443, 8000, 8080, 9080, 9000],
    'targetPort': [80, 8080, 9080, 443, 'http'],
    'protocol': ['HTTP', 'HTTPS', 'TCP', 'TLS', 'HTTP2', 'GRPC'],
    'mode': ['SIMPLE', 'PASSTHROUGH', 'MUTUAL', 'ISTIO_MUTUAL', 'DISABLE', 'STRICT', 'PERMISSIVE'],
    'resolution': ['DNS', 'NONE', 'STATIC', 'DNS_ROUND_ROBIN'],
    'location': ['MESH_INTERNAL', 'MESH_EXTERNAL'],
    'namespace': ['default', 'foo', 'istio-system'],
    'action': ['ALLOW', 'DENY'],
    'from': ['All', 'Same'],
    'subset': ['v1', 'v2', 'v9'],
    'host': ['reviews', 'httpbin', 'httpbin.default.svc.cluster.local', 'httpbin.foo', 'reviews.default', 'gone'],
    'weight': [0, 1, 100],
    'exact': ['/', '/get', 'jason', 'GET'],
    'prefix': ['/', '/get', '/status/', 'jas'],
    'version': ['v1', 'v2'],
    'app': ['httpbin', 'reviews', 'curl'],
    'istio': ['ingressgateway', 'egressgateway', 'gateway'],
    'credentialName': ['httpbin-credential', 'nobody'],
    'ingressClassName': ['istio', 'nginx'],
    'pathType': ['Prefix', 'Exact'],
    'sectionName': ['http', 'https', 'default', 'tls'],
    'type': ['PathPrefix', 'Exact', 'ClusterIP'],
    'name': ['httpbin', 'reviews', 'http', 'tcp', 'https', 'mesh', 'gone'],
    'redirectCode': [301, 307],
    'httpStatus': [404, 503],
}
LISTS = ('hosts', 'gateways', 'sniHosts', 'hostnames', 'exportTo', 'methods', 'paths', 'principals', 'namespaces', 'values', 'ports')
IN_LISTS = {
    'hosts': ['*', '*.example.com', 'httpbin.example.com', 'reviews', './*', 'foo/*', 'default/*'],
    'gateways': ['mesh', 'foo/front', 'httpbin-gateway', 'front'],
    'sniHosts': ['*.example.com', 'nginx.example.com'],
    'hostnames': ['*.example.com', 'httpbin.example.com'],
    'exportTo': ['.', '*', 'foo'],
    'methods': ['GET', 'POST'],
    'paths': ['/get', '/*', '*'],
    'principals': ['*', 'cluster.local/ns/foo/sa/httpbin'],
    'namespaces': ['default', 'foo'],
    'values': ['group1', '10.0.0.0/8'],
    'ports': ['9000', '8080'],
}


def places(node, into):
    """Every object and list below a node."""
    if isinstance(node, dict):
        into.append(node)
        for value in node.values():
            places(value, into)
    elif isinstance(node, list):
        into.append(node)
        for value in node:
            places(value, into)
    return into


def otherwise(random, node, key):
    """Something else in the place of a value; whether there is something."""
    choices = [choice for choice in INSTEAD.get(key, []) if choice != node[key]]
    if not choices or isinstance(node[key], (dict, list)):
        return False
    node[key] = random.choice(choices)
    return True


def in_list(random, node, key):
    """One element of a list of texts changed, added or taken away."""
    values = node[key]
    if key not in LISTS or not values or not isinstance(values[0], str):
        return False
    what = random.choice(['change', 'add', 'drop'])
    if what == 'drop' and len(values) > 1:
        values.pop(random.randrange(len(values)))
    elif what == 'add':
        values.append(random.choice(IN_LISTS[key]))
    else:
        values[random.randrange(len(values))] = random.choice(IN_LISTS[key])
    return True


def slip(random, docs):
    """Makes one slip in one of these objects."""
    kind = random.choices(['value', 'list', 'element', 'part', 'object', 'order', 'space'], [8, 4, 2, 2, 1, 1, 1])[0]
    if kind == 'object' and len(docs) > 1:
        docs.pop(random.randrange(len(docs)))
        return
    nodes = places([doc.get('spec', {}) for doc in docs], [])[1:]
    random.shuffle(nodes)
    for node in nodes:
        if isinstance(node, list) and len(node) > 1 and kind in ('element', 'order'):
            if kind == 'order':
                node.reverse()
            else:
                node.pop(random.randrange(len(node)))
            return
        if not isinstance(node, dict) or not node:
            continue
        keys = list(node)
        random.shuffle(keys)
        for key in keys:
            if kind == 'value' and otherwise(random, node, key) or kind == 'list' and isinstance(node[key], list) and in_list(random, node, key):
                return
        if kind == 'part' and len(keys) > 1:
            del node[keys[0]]
            return
    doc = random.choice(docs)
    if 'namespace' in doc['metadata']:
        doc['metadata']['namespace'] = random.choice(['default', 'foo', 'istio-system'])
