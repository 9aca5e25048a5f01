"""What all generators are made of: objects, chosen by a seed, of which some have a mistake.

A mesh is a function of its seed: every choice is drawn from one source, in a fixed order. A new draw in the middle of a generator
changes all that follows, and so every mesh of its family; add draws at the end, or in a family of their own.
"""
import json
import os
import random

import yaml

from stored import stored

NODE = '192.168.96.11'
GATEWAY_API = 'gateway.networking.k8s.io/v1'
NETWORKING = 'networking.istio.io/v1'
SECURITY = 'security.istio.io/v1'
APIS = {'Gateway': NETWORKING, 'VirtualService': NETWORKING, 'DestinationRule': NETWORKING, 'ServiceEntry': NETWORKING,
        'Sidecar': NETWORKING, 'WorkloadEntry': NETWORKING, 'PeerAuthentication': SECURITY, 'AuthorizationPolicy': SECURITY,
        'RequestAuthentication': SECURITY, 'Deployment': 'apps/v1', 'Ingress': 'networking.k8s.io/v1',
        'IngressClass': 'networking.k8s.io/v1'}
PROXY = {'name': 'istio-proxy', 'image': 'docker.io/istio/proxyv2:1.30.1'}
DEFAULT_PORT = {'http': 80, 'https': 443}


def url(scheme, host, port, path=''):
    """A URL as people write it: without the port that its scheme has anyway."""
    return f'{scheme}://{host}' + ('' if port == DEFAULT_PORT.get(scheme) else f':{port}') + path


class Mesh:
    """A mesh under construction; `docs` are its objects."""

    #: added to the seed, so that families draw different numbers
    OFFSET = 0

    def __init__(self, seed):
        self.random = random.Random(self.OFFSET + seed)
        self.docs = []
        self.last_address = 1
        self.hosts = []
        self.paths = ['/']

    # Draws

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, *choices):
        return self.random.choice(choices)

    def weighed(self, **weights):
        """One of these names, by weight; none_ stands for nothing."""
        name = self.random.choices(list(weights), list(weights.values()))[0]
        return None if name == 'none_' else name

    def count(self, *weights):
        """1 or more, by weight."""
        return self.random.choices(range(1, len(weights) + 1), weights)[0]

    # Objects

    def add(self, kind, namespace, name, spec=None, api=None, labels=None, annotations=None, **parts):
        """Adds an object and returns it."""
        metadata = {'name': name}
        for part, value in (('namespace', namespace), ('labels', labels), ('annotations', annotations)):
            if value:
                metadata[part] = value
        doc = {'apiVersion': api or APIS.get(kind, 'v1'), 'kind': kind, 'metadata': metadata}
        if spec is not None:
            doc['spec'] = spec
        self.docs.append({**doc, **parts})
        return self.docs[-1]

    def address(self):
        """The next pod's address."""
        self.last_address += 1
        return f'10.244.1.{self.last_address}'

    def pod(self, namespace, app, version, ports, sidecar=True, ready=True, running=True):
        """Adds a pod of an application."""
        address = self.address()
        labels = {'app': app, 'version': version}
        containers = [{'name': 'app', 'image': 'registry.example.com/app:1', 'ports': ports}]
        if sidecar:
            containers.append(dict(PROXY))
            labels['security.istio.io/tlsMode'] = 'istio'
        return self.running_pod(namespace, f'{app}-{version}-{self.last_address}', labels, containers, address,
                                app if self.chance(.3) else 'default', ready, running,
                                {'sidecar.istio.io/status': '{}'} if sidecar else None)

    def gateway_pod(self, namespace, name, labels, ports, account):
        """Adds a pod that is nothing but a proxy."""
        address = self.address()
        return self.running_pod(namespace, f'{name}-{self.last_address}', labels, [{**PROXY, 'ports': ports}], address, account)

    def running_pod(self, namespace, name, labels, containers, address, account, ready=True, running=True, annotations=None, **spec):
        status = {'phase': 'Running' if running else 'Pending', 'hostIP': NODE,
                  'conditions': [{'type': 'Ready', 'status': 'True' if ready and running else 'False'}]}
        if running:
            status['podIP'] = address
        return self.add('Pod', namespace, name,
                        {'nodeName': 'node-1', 'serviceAccountName': account, 'containers': containers, **spec},
                        labels=labels, annotations=annotations, status=status)

    def service(self, namespace, name):
        """Adds a Service with its pods, some with a mistake, and returns what others need to know of it."""
        kind = self.weighed(plain=10, named=6, headless=2, tcp=1, https=1, noselector=.4)
        http = kind not in ('tcp', 'https')
        port = self.pick(80, 8000, 8080, 9080, 3000)
        container_port = self.pick(8080, 9090, 5000, 3000)
        port_name = self.pick('http', 'http', 'http-web', 'web', 'grpc', None) if http else kind
        declared = [{'containerPort': container_port, 'name': 'http' if http else kind}]
        mistake = self.weighed(none_=14, selector=1, target=1, named=.6, notready=1, pending=.5, nopods=.5)
        target = {'target': container_port + 1, 'named': 'web-ui'}.get(mistake, 'http' if kind == 'named' else container_port)
        first = {'port': port, 'targetPort': target}
        if port_name:
            first['name'] = port_name
        if self.chance(.08):
            first['appProtocol'] = self.pick('http', 'http2', 'tcp', 'grpc')
        spec = {'ports': [first], 'selector': {'app': name + 's' if mistake == 'selector' else name},
                'clusterIP': 'None' if kind == 'headless' else f'10.96.0.{self.last_address + 20}'}
        if kind == 'noselector':
            del spec['selector']
        if self.chance(.2):
            first.setdefault('name', 'http')
            spec['ports'].append({'name': 'http-metrics', 'port': 9102, 'targetPort': container_port})
        self.add('Service', namespace, name, spec)
        versions = ['v1', 'v2'] if self.chance(.4) else ['v1']
        sidecar = self.chance(.75)
        if mistake != 'nopods':
            for version in versions:
                self.pod(namespace, name, version, declared, sidecar, mistake != 'notready', mistake != 'pending')
        return {'ns': namespace, 'name': name, 'host': f'{name}.{namespace}.svc.cluster.local', 'port': port,
                'ports': [p['port'] for p in spec['ports']], 'versions': versions, 'sidecar': sidecar, 'kind': kind}

    def node(self, name='node-1', address=NODE):
        self.add('Node', None, name, status={'addresses': [{'type': 'InternalIP', 'address': address}]})

    # What becomes of it

    def build(self):
        """Makes the objects; returns the mesh."""
        raise NotImplementedError

    def requests(self):
        """The requests that are to be sent, each as a dictionary: a line of requests.jsonl."""
        raise NotImplementedError

    def write(self, folder):
        """Writes cluster.yaml and, without what comes back, requests.jsonl; returns the requests."""
        requests = self.requests()
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, 'cluster.yaml'), 'w') as f:
            yaml.safe_dump_all(stored(self.docs), f, sort_keys=False, default_flow_style=None, width=140)
        with open(os.path.join(folder, 'requests.jsonl'), 'w') as f:
            f.writelines(json.dumps(request) + '\n' for request in requests)
        return requests
