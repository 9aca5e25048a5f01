"""What is kept of an answer, and how changes are applied."""
import unittest

from changes import applied
from truth import same, truth


class TruthTest(unittest.TestCase):
    def test_answers(self):
        for answer, kept in [
            ({'status': 200, 'pod': 'shop/web-v1-2', 'port': 8080, 'path': '/a', 'log': 'code=200 flags=- upstream=outbound|80||web.shop;tcp;'},
             {'result': 'answered', 'status': 200, 'workload': 'shop/web', 'port': 8080, 'path': '/a', 'cluster': 'outbound|80||web.shop'}),
            ({'status': 503, 'log': 'flags=UF,URX || flags=-'}, {'result': 'status', 'status': 503, 'flags': ['UF', 'URX']}),
            ({'status': 301, 'location': 'https://a/'}, {'result': 'redirect', 'status': 301, 'location': 'https://a/'}),
            ({'status': 400}, {'result': 'application', 'status': 400}),
            ({'status': 200, 'pod': 'external/api.partner.example'}, {'result': 'answered', 'status': 200, 'outside': True}),
            ({'error': 'eof'}, {'result': 'reset'}), ({'error': 'refused'}, {'result': 'refused'}), ({'error': 'dns'}, {'result': 'dns'}),
            ({'error': 'remote error: tls: handshake failure'}, {'result': 'tls'}),
            ({'error': 'http: server gave HTTP response to HTTPS client'}, {'result': 'application'}), ({}, {'result': 'reset'}),
        ]:
            with self.subTest(answer):
                self.assertEqual(kept, truth(answer))

    def test_which_version_answers_is_a_matter_of_chance(self):
        self.assertTrue(same({'result': 'answered', 'cluster': 'v1'}, {'result': 'answered', 'cluster': 'v2'}))
        self.assertFalse(same({'result': 'status', 'status': 503, 'flags': ['UH']}, {'result': 'status', 'status': 503, 'flags': ['NC']}))

    def test_changes(self):
        docs = [{'kind': 'Gateway', 'metadata': {'name': 'a', 'namespace': 'shop'}, 'spec': {'hosts': ['x', 'y']}},
                {'kind': 'Gateway', 'metadata': {'name': 'b', 'namespace': 'shop'}}]
        reference = {'kind': 'Gateway', 'namespace': 'shop'}
        after = applied(docs, [
            {'target': {**reference, 'name': 'a'}, 'patch': [{'op': 'test', 'path': '/spec/hosts/0', 'value': 'x'},
                                                             {'op': 'replace', 'path': '/spec/hosts/0', 'value': 'z'},
                                                             {'op': 'remove', 'path': '/spec/hosts/1'}, {'op': 'add', 'path': '/spec/hosts/-', 'value': 'w'},
                                                             {'op': 'add', 'path': '/spec/a~1b', 'value': 1}]},
            {'delete': {**reference, 'name': 'b'}}, {'create': {'kind': 'Service'}}])
        self.assertEqual([{**docs[0], 'spec': {'hosts': ['z', 'w'], 'a/b': 1}}, {'kind': 'Service'}], after)
        self.assertEqual(['x', 'y'], docs[0]['spec']['hosts'])


if __name__ == '__main__':
    unittest.main()
