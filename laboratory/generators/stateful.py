"""How pods are named and reached: headless Services, StatefulSets' pods by name, pods' addresses, ports that nobody declares, several
ports on one, and who speaks what. Objects are of different ages."""
from mesh import NODE, PROXY, Mesh, url
from outside import LOAD_BALANCER


class Stateful(Mesh):
    OFFSET = 600000

    def build(self):
        self.add('Namespace', None, 'istio-system')
        for namespace in ('shop', 'legacy'):
            self.add('Namespace', None, namespace, labels=None if namespace == 'legacy' else {'istio-injection': 'enabled'})
        self.targets = []
        self.callers = [self.single('shop', 'web', True), self.single('legacy', 'cron', False)]
        for i in range(self.count(2, 3)):
            self.add_set(self.pick('shop', 'shop', 'legacy'), f'db{i}')
        if self.chance(.6):
            self.add_ports('shop', 'multi')
        if self.chance(.3):
            self.add('Service', 'shop', 'alias', {'type': 'ExternalName', 'externalName': self.pick(
                'web.shop.svc.cluster.local', 'api.partner.example', 'nosuch.shop.svc.cluster.local'),
                'ports': [{'name': 'http', 'port': 80}]})
            self.targets.append(('alias.shop.svc.cluster.local', 80, 'http'))
        if self.chance(.3):
            self.add('PeerAuthentication', 'shop', 'default', {'mtls': {'mode': 'STRICT'}})
        if self.chance(.4):
            self.add_gateway()
        return self

    def single(self, namespace, name, sidecar):
        address = self.address()
        self.add('Service', namespace, name, {'ports': [{'name': 'http', 'port': 80, 'targetPort': 8080}], 'selector': {'app': name},
                                              'clusterIP': f'10.96.0.{self.last_address + 20}'})
        pod = self.set_pod(namespace, f'{name}-0', {'app': name}, [{'containerPort': 8080, 'name': 'http'}], address, sidecar)
        return f'{namespace}/{pod}'

    def set_pod(self, namespace, name, labels, ports, address, sidecar, ready=True, annotations=None, **spec):
        containers = [{'name': 'app', 'image': 'registry.example.com/app:1', 'ports': ports}] + ([dict(PROXY)] if sidecar else [])
        if sidecar:
            labels = {**labels, 'security.istio.io/tlsMode': 'istio'}
            annotations = {'sidecar.istio.io/status': '{}', **(annotations or {})}
        self.running_pod(namespace, name, labels, containers, address, 'default', ready, annotations=annotations, **spec)
        return name

    def add_set(self, namespace, name):
        """A StatefulSet's pods and the headless Service that names them, with a mistake sometimes."""
        speaks = self.pick('http', 'http', 'tcp', 'grpc', None)
        target = self.pick(8080, 3306)
        port = target if self.chance(.75) else 80
        mistake = self.weighed(none_=7, notready=1, subdomain=.7, clusterip=1, undeclared=.7)
        service_port = {'port': port, 'targetPort': target, **({'name': speaks} if speaks else {})}
        spec = {'ports': [service_port], 'selector': {'app': name},
                'clusterIP': f'10.96.0.{self.last_address + 20}' if mistake == 'clusterip' else 'None'}
        if self.chance(.2):
            spec['publishNotReadyAddresses'] = True
        self.add('Service', namespace, name, spec)
        sidecar = namespace != 'legacy' and self.chance(.85)
        declared = [] if mistake == 'undeclared' else [{'containerPort': target, 'name': {'tcp': 'tcp'}.get(speaks, 'http')}]
        scheme = 'tcp' if speaks == 'tcp' else 'http'
        full = f'{name}.{namespace}.svc.cluster.local'
        for i in range(self.count(2, 3)):
            address = self.address()
            excluded = {'traffic.sidecar.istio.io/excludeInboundPorts': str(target)} if sidecar and self.chance(.1) else None
            self.set_pod(namespace, f'{name}-{i}', {'app': name, 'statefulset.kubernetes.io/pod-name': f'{name}-{i}'}, declared, address, sidecar,
                         ready=not (mistake == 'notready' and i == 0), annotations=excluded, hostname=f'{name}-{i}',
                         subdomain=name + 's' if mistake == 'subdomain' else name)
            self.targets += [(f'{name}-{i}.{full}', port, scheme), (f'{name}-{i}.{full}', target, scheme), (address, target, scheme),
                             (f'{name}-{i}.{name}', port, scheme)]
            if self.chance(.3):
                self.targets.append((address, target + 1, scheme))
        self.targets += [(full, port, scheme)] * 3 + [(full, target, scheme)]

    def add_ports(self, namespace, name):
        """A Service with several ports, on one port of the pod or on several, of several protocols."""
        names = self.random.sample(['http', 'grpc', 'tcp', 'https', 'http2-x', 'mysql', 'web'], 2)
        targets = self.pick((8080, 8080), (8080, 9090), (8080, 9091))
        ports = [{'name': n, 'port': 80 + i, 'targetPort': t} for i, (n, t) in enumerate(zip(names, targets))]
        if self.chance(.25):
            ports[0]['appProtocol'] = self.pick('http', 'grpc', 'tcp', 'https', 'kubernetes.io/h2c')
        self.add('Service', namespace, name, {'ports': ports, 'selector': {'app': name}, 'clusterIP': f'10.96.0.{self.last_address + 20}'})
        speaks = self.pick('http', 'http', 'tcp', 'https')
        self.set_pod(namespace, f'{name}-0', {'app': name}, [{'containerPort': 8080, 'name': speaks}, {'containerPort': 9090, 'name': 'http-more'}],
                     self.address(), self.chance(.8))
        for port in ports:
            scheme = self.pick({'tcp': 'tcp', 'mysql': 'tcp', 'https': 'https'}.get(port['name'], 'http'), 'http')
            self.targets += [(f'{name}.{namespace}', port['port'], scheme)] * 2

    def add_gateway(self):
        """A way in from outside to one of the Services, on two nodes, one of which has no pod of the gateway."""
        local = {'externalTrafficPolicy': 'Local'} if self.chance(.5) else {}
        self.add('Service', 'istio-system', 'istio-ingressgateway', {
            'type': 'LoadBalancer', 'selector': {'istio': 'ingressgateway'}, 'clusterIP': '10.96.0.10', **local,
            'ports': [{'name': 'http2', 'port': 80, 'targetPort': 8080, 'nodePort': 30001}]},
            status={'loadBalancer': {'ingress': [{'ip': LOAD_BALANCER}]}})
        self.gateway_pod('istio-system', 'istio-ingressgateway-x', {'istio': 'ingressgateway'}, [{'containerPort': 8080}], 'default')
        self.node()
        self.node('node-2', '192.168.96.12')
        self.gateway = True
        for i, name in enumerate(self.random.sample(['a', 'b'], 2)):
            doc = self.add('Gateway', 'shop', name, {'selector': {'istio': 'ingressgateway'}, 'servers': [
                {'port': {'number': 80, 'name': 'http', 'protocol': 'HTTP'}, 'hosts': ['shop.example.com']}]})
            doc['metadata']['creationTimestamp'] = f'2026-0{i + 1}-01T00:00:00Z'
        for i, name in enumerate(self.random.sample(['a', 'b', 'c'], 2)):
            host, port, _ = self.pick(*[t for t in self.targets if t[0].endswith('cluster.local') and t[0].count('.') == 4] or self.targets)
            doc = self.add('VirtualService', 'shop', name, {'hosts': ['shop.example.com'], 'gateways': [self.pick('a', 'b')], 'http': [
                {**self.pick({}, {'match': [{'uri': {'prefix': '/api'}}]}), 'route': [{'destination': {'host': host, 'port': {'number': port}}}]}]})
            doc['metadata']['creationTimestamp'] = f'2026-0{3 - i}-01T00:00:00Z'

    gateway = False

    def requests(self):
        out = []
        for _ in range(11):
            path = self.pick('/', '/api/1')
            if self.gateway and self.chance(.4):
                node = self.pick(NODE, '192.168.96.12')
                request = self.pick({'url': 'http://shop.example.com' + path, 'address': f'{LOAD_BALANCER}:80'},
                                    {'url': f'http://shop.example.com:30001{path}', 'address': f'{node}:30001'})
            else:
                host, port, scheme = self.pick(*self.targets)
                request = {'url': url(scheme, host, port, '' if scheme == 'tcp' else path), 'from': self.pick(*self.callers)}
            if request not in out:
                out.append(request)
        return out
