"""Certificates that generated meshes show. They are made once on a machine, so that one seed gives the same mesh there."""
import base64
import functools
import os
import subprocess
import tempfile

FOLDER = os.path.join(tempfile.gettempdir(), 'istio-doctor-certificates')


@functools.cache
def certificate(*names):
    """A self-signed certificate for these names and its key, as PEM."""
    os.makedirs(FOLDER, exist_ok=True)
    file = os.path.join(FOLDER, ','.join(names).replace('*', 'any').replace(',', '_'))
    if not os.path.exists(file + '.crt'):
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3000',
                        '-keyout', file + '.key', '-out', file + '.crt', '-subj', '/CN=' + names[0],
                        '-addext', 'subjectAltName=' + ','.join('DNS:' + n for n in names)], check=True, capture_output=True)
    return read(file + '.crt'), read(file + '.key')


def read(file):
    with open(file) as f:
        return f.read()


def base64_of(text):
    """How a Secret holds a text."""
    return base64.b64encode(text.encode()).decode()


def secret(namespace, name, names, broken=None):
    """A Secret with a certificate for these names; broken: 'key' (of another certificate) or 'nokey' (none at all)."""
    crt, key = certificate(*names)
    if broken == 'key':
        key = certificate('other.invalid')[1]
    data = {'tls.crt': base64_of(crt), 'tls.key': base64_of(key)}
    if broken == 'nokey':
        del data['tls.key']
    return {'apiVersion': 'v1', 'kind': 'Secret', 'type': 'Opaque' if broken == 'nokey' else 'kubernetes.io/tls',
            'metadata': {'name': name, 'namespace': namespace}, 'data': data}


def authority_secret(namespace, name):
    """A Secret with the certificate by which clients are known."""
    return {'apiVersion': 'v1', 'kind': 'Secret', 'metadata': {'name': name, 'namespace': namespace},
            'data': {'ca.crt': base64_of(certificate('client-ca')[0])}}
