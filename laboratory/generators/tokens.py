"""Tokens as an identity provider signs them, with a key that is made once on a machine."""
import base64
import functools
import json
import os
import subprocess

from certificates import FOLDER, read

#: when the tokens expire: in 2118
EXPIRES = 4685989700


def encoded(data):
    """Base64 as tokens have it."""
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


@functools.cache
def key_file():
    os.makedirs(FOLDER, exist_ok=True)
    file = os.path.join(FOLDER, 'token.key')
    if not os.path.exists(file):
        subprocess.run(['openssl', 'genrsa', '-out', file, '2048'], check=True, capture_output=True)
    return file


@functools.cache
def keys():
    """The JSON Web Key Set that checks the tokens."""
    said = subprocess.run(['openssl', 'rsa', '-in', key_file(), '-noout', '-modulus'], check=True, capture_output=True, text=True).stdout
    modulus = bytes.fromhex(said.strip().split('=')[1])
    return json.dumps({'keys': [{'kty': 'RSA', 'alg': 'RS256', 'kid': 'lab', 'e': 'AQAB', 'n': encoded(modulus)}]})


def token(issuer, expires=EXPIRES, **claims):
    """A signed token of this issuer, with it as its subject."""
    header = {'alg': 'RS256', 'kid': 'lab', 'typ': 'JWT'}
    text = '.'.join(encoded(json.dumps(part).encode()) for part in (header, {'iss': issuer, 'sub': issuer, 'exp': expires, **claims}))
    signature = subprocess.run(['openssl', 'dgst', '-sha256', '-sign', key_file()], input=text.encode(), check=True, capture_output=True).stdout
    return text + '.' + encoded(signature)
