"""The cases that hold both judges, this one and the project's, to the same rules."""
import json
import os
import unittest

import proxies
import traces


def cases(name):
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), name)) as f:
        return [json.loads(line) for line in f if line.strip()]


class JudgeTest(unittest.TestCase):
    def test_traces(self):
        for case in cases('traces.jsonl'):
            with self.subTest(case['case']):
                self.assertEqual(case['agree'], traces.difference(case['said'], case['truth'], case.get('family', 'outside')) is None)

    def test_proxies(self):
        for case in cases('proxies.jsonl'):
            with self.subTest(case['case']):
                self.assertEqual(case['agree'], proxies.difference(case['said'], case['real']) is None)


if __name__ == '__main__':
    unittest.main()
