"""What of generated objects is put right, so that an API server takes it."""
import unittest

from families import FAMILIES
from stored import stored


def service(name, **spec):
    return {'apiVersion': 'v1', 'kind': 'Service', 'metadata': {'name': name, 'namespace': 'shop'}, 'spec': spec}


class StoredTest(unittest.TestCase):
    def test_addresses_and_node_ports_are_given_once(self):
        first, second, third = stored([
            service('a', clusterIP='10.96.1.1', ports=[{'port': 80, 'nodePort': 30080}]),
            service('b', clusterIP='10.96.1.1', ports=[{'port': 80, 'nodePort': 30080}, {'port': 443, 'nodePort': 443}]),
            service('c', ports=[{'port': 80}])])
        self.assertEqual('10.96.1.1', first['spec']['clusterIP'])
        self.assertEqual(3, len({one['spec']['clusterIP'] for one in (first, second, third)}))
        ports = [port['nodePort'] for one in (first, second) for port in one['spec']['ports']]
        self.assertEqual([30080, 32000, 32001], ports)
        self.assertEqual(['p80', 'p443'], [port['name'] for port in second['spec']['ports']])

    def test_one_port_stands_once(self):
        [one] = stored([service('a', type='ExternalName', externalName='db.example', ports=[{'port': 80}, {'port': 80, 'name': 'again'}])])
        self.assertEqual([{'port': 80}], one['spec']['ports'])
        self.assertNotIn('clusterIP', one['spec'])

    def test_the_last_of_one_name_holds(self):
        self.assertEqual(['10.96.1.2'], [one['spec']['clusterIP'] for one in stored([service('a', clusterIP='10.96.1.1'),
                                                                                     service('a', clusterIP='10.96.1.2')])])

    def test_what_is_right_stays(self):
        for name, family in FAMILIES.items():
            mesh = family(8100).build()
            docs = stored(mesh.docs)
            self.assertEqual(docs, stored(docs), name)


if __name__ == '__main__':
    unittest.main()
