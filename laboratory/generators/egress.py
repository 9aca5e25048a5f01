"""Requests of pods to hosts outside and within a scope: ServiceEntries of all resolutions, Sidecars, outboundTrafficPolicy, TLS
origination, workloads behind a ServiceEntry."""
import yaml

from mesh import PROXY, Mesh, url

HOSTS = ['api.partner.example', 'static.cdn.example', 'db.partner.example', 'www.partner.example']


class Egress(Mesh):
    OFFSET = 500000

    def build(self):
        self.add('Namespace', None, 'istio-system')
        if self.chance(.5):
            self.add('ConfigMap', 'istio-system', 'istio', data={'mesh': yaml.safe_dump(
                {'outboundTrafficPolicy': {'mode': self.pick('REGISTRY_ONLY', 'REGISTRY_ONLY', 'ALLOW_ANY')}})})
        for namespace in ('shop', 'other'):
            self.add('Namespace', None, namespace, labels={'istio-injection': 'enabled'})
        self.services = [self.workload('shop', 'web'), self.workload('shop', 'cart'), self.workload('other', 'api')]
        self.targets = []
        for i in range(self.count(2, 4, 3)):
            self.add_service_entry(i)
        if self.chance(.3):
            self.add_workload_entry()
        if self.chance(.35):
            self.add_virtual_service()
        if self.chance(.35):
            self.add_destination_rule()
        for i in range(self.random.choices([0, 1, 2], [4, 5, 1])[0]):
            self.add_sidecar(i)
        return self

    def workload(self, namespace, name):
        """Adds a Service with a port for HTTP and one for anything, and its pod; returns namespace, name and the pod's name."""
        ports = [{'name': 'http', 'port': 80, 'targetPort': 8080}, {'name': 'tcp', 'port': 3306, 'targetPort': 3306}]
        self.add('Service', namespace, name, {'ports': ports, 'selector': {'app': name}, 'clusterIP': f'10.96.0.{self.last_address + 20}'})
        address = self.address()
        containers = [{'name': 'app', 'image': 'registry.example.com/app:1',
                       'ports': [{'containerPort': 8080, 'name': 'http'}, {'containerPort': 3306, 'name': 'tcp'}]}, dict(PROXY)]
        pod = self.running_pod(namespace, f'{name}-v1-{self.last_address}', {'app': name, 'security.istio.io/tlsMode': 'istio'}, containers,
                               address, name, annotations={'sidecar.istio.io/status': '{}'})
        return namespace, name, pod['metadata']['name']

    def add_service_entry(self, index):
        hosts = self.random.sample(HOSTS, self.count(5, 1))
        resolution = self.weighed(DNS=5, DNS_ROUND_ROBIN=.7, STATIC=2, NONE=3, wildcard=1)
        if resolution == 'wildcard':
            hosts, resolution = ['*.partner.example'], 'NONE'
        ports = [self.pick({'number': 80, 'name': 'http', 'protocol': 'HTTP'}, {'number': 80, 'name': 'http', 'protocol': 'HTTP'},
                           {'number': 443, 'name': 'https', 'protocol': 'HTTPS'}, {'number': 443, 'name': 'tls', 'protocol': 'TLS'},
                           {'number': 8080, 'name': 'http-alt', 'protocol': 'HTTP'}, {'number': 3306, 'name': 'tcp-db', 'protocol': 'TCP'},
                           {'number': 80, 'name': 'tcp', 'protocol': 'TCP'}, {'number': 8080, 'name': 'http2', 'protocol': 'HTTP2'})]
        if self.chance(.3) and ports[0]['number'] != 443:
            ports.append({'number': 443, 'name': 'tls-more', 'protocol': 'TLS'})
        if self.chance(.1) and ports[0]['number'] == 8080 and resolution != 'NONE':
            ports[0]['targetPort'] = 80
        spec = {'hosts': hosts, 'ports': ports, 'resolution': resolution, 'location': 'MESH_EXTERNAL'}
        addresses = None
        if resolution == 'STATIC' or self.chance(.15) and not hosts[0].startswith('*'):
            addresses = spec['addresses'] = [f'198.18.6.{index + 1}']
        if resolution == 'STATIC':
            spec['endpoints'] = [{'address': f'198.18.7.{index + 1}'}]
        if resolution == 'DNS' and self.chance(.15):
            spec['endpoints'] = [{'address': self.pick('www.partner.example', 'static.cdn.example')}]
        if self.chance(.2):
            spec['exportTo'] = [self.pick('.', 'other', 'shop', '*')]
        self.add('ServiceEntry', self.pick('shop', 'shop', 'other', 'istio-system'), f'se{index}', spec)
        for host in hosts:
            self.targets += [(host.replace('*', 'a'), port['number'], port['protocol']) for port in ports]
        if addresses and self.chance(.4):
            self.targets.append((addresses[0], ports[0]['number'], ports[0]['protocol']))

    def add_workload_entry(self):
        """A pod of the mesh as the workload behind a host of its own."""
        address = self.pick('10.244.1.2', '10.244.1.3')
        self.add('WorkloadEntry', 'shop', 'vm', {'address': address, 'labels': {'app': 'vm'}, 'serviceAccount': self.pick('web', 'vm')})
        port = {'number': 80, 'name': 'http', 'protocol': 'HTTP', 'targetPort': self.pick(8080, 8080, 8081)}
        self.add('ServiceEntry', 'shop', 'vm', {'hosts': ['vm.shop.example'], 'ports': [port], 'resolution': 'STATIC', 'addresses': ['198.18.6.9'],
                                               'location': self.pick('MESH_INTERNAL', 'MESH_EXTERNAL'),
                                               'workloadSelector': {'labels': {'app': self.pick('vm', 'vm', 'cart')}}})
        self.targets += [('vm.shop.example', 80, 'HTTP')] * 2

    def add_virtual_service(self):
        host, port, _ = self.pick(*self.targets)
        there = {'destination': {'host': host, 'port': {'number': port}}}
        http = self.pick([{'match': [{'uri': {'prefix': '/api'}}], 'route': [there]}],
                         [{'route': [there], 'rewrite': {'authority': 'www.partner.example'}}],
                         [{'match': [{'port': 80}], 'route': [{'destination': {'host': host, 'port': {'number': 443}}}]}],
                         [{'route': [{'destination': {'host': 'cart.shop.svc.cluster.local', 'port': {'number': 80}}}]}],
                         [{'fault': {'abort': {'httpStatus': 418, 'percentage': {'value': 100}}}, 'route': [there]}])
        spec = {'hosts': [host], 'http': http}
        if self.chance(.2):
            spec = {'hosts': [host], 'tls': [{'match': [{'port': 443, 'sniHosts': [host]}], 'route': [there]}]}
        if self.chance(.2):
            spec['exportTo'] = [self.pick('.', 'other')]
        self.add('VirtualService', self.pick('shop', 'shop', 'other'), 'outside', spec)

    def add_destination_rule(self):
        host = self.pick(*self.targets)[0]
        policy = self.pick({'tls': {'mode': 'SIMPLE', 'insecureSkipVerify': True}}, {'tls': {'mode': 'DISABLE'}}, {'tls': {'mode': 'ISTIO_MUTUAL'}},
                           {'portLevelSettings': [{'port': {'number': 80}, 'tls': {'mode': 'SIMPLE', 'insecureSkipVerify': True}}]})
        self.add('DestinationRule', self.pick('shop', 'istio-system'), 'outside', {'host': host, 'trafficPolicy': policy})

    def add_sidecar(self, index):
        hosts = self.pick(['./*'], ['./*', 'istio-system/*'], ['other/*'], ['*/*'], ['*/api.partner.example'], ['./*', '*/*.partner.example'],
                          ['~/*'], ['shop/cart.shop.svc.cluster.local', 'other/*'], ['./web.shop.svc.cluster.local'], ['cart/*'])
        egress = [{'hosts': hosts}]
        if self.chance(.25):
            egress.insert(0, {'port': {'number': self.pick(80, 8080, 3306), 'protocol': self.pick('HTTP', 'TCP'), 'name': 'out'},
                              'hosts': self.pick(['./*'], ['*/*'], ['*/api.partner.example'])})
        spec = {'egress': egress}
        if self.chance(.3):
            spec['outboundTrafficPolicy'] = {'mode': self.pick('REGISTRY_ONLY', 'ALLOW_ANY')}
        if index or self.chance(.25):
            spec['workloadSelector'] = {'labels': {'app': self.pick('web', 'cart')}}
        self.add('Sidecar', self.pick('shop', 'shop', 'shop', 'istio-system'), f'scope{index}', spec)

    def requests(self):
        out = []
        for _ in range(11):
            request = self.request()
            if request not in out:
                out.append(request)
        return out

    def request(self):
        namespace, _, pod = self.pick(self.services[0], self.services[0], self.services[2])
        kind = self.weighed(target=8, otherport=1, unlisted=1, service=3, address=.5)
        if kind in ('target', 'otherport'):
            host, port, protocol = self.pick(*self.targets)
            if kind == 'otherport':
                port, protocol = self.pick((80, 'HTTP'), (443, 'TLS'), (8080, 'HTTP'))
        elif kind == 'unlisted':
            host, port, protocol = 'unlisted.example', *self.pick((80, 'HTTP'), (443, 'TLS'), (3306, 'TCP'))
        elif kind == 'address':
            host, port, protocol = '198.18.7.200', *self.pick((80, 'HTTP'), (443, 'TLS'))
        else:
            ns, name, _ = self.pick(*self.services)
            host, (port, protocol) = f'{name}.{ns}.svc.cluster.local', self.pick((80, 'HTTP'), (80, 'HTTP'), (3306, 'TCP'))
        scheme = {'HTTPS': 'https', 'TLS': 'https', 'TCP': 'http' if port == 80 else 'tcp'}.get(protocol, 'http')
        return {'url': url(scheme, host, port, '' if scheme == 'tcp' else self.pick('/', '/api/1')), 'from': f'{namespace}/{pod}'}
