package istiod

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"net/url"
	"strings"
	"time"
)

// Authority issues what istiod's certificate authority would.
type Authority struct {
	key         *ecdsa.PrivateKey
	certificate *x509.Certificate
	PEM         []byte // its own certificate
}

// NewAuthority is an authority that nobody else knows.
func NewAuthority() *Authority {
	key := newKey()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{Organization: []string{"cluster.local"}},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign}
	der := must(x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key))
	return &Authority{key, must(x509.ParseCertificate(der)), encode("CERTIFICATE", der)}
}

// Issue makes a certificate with its chain and its key, as PEM, for an identity (spiffe://...) or a name.
func (a *Authority) Issue(name string) (certificate, key []byte) {
	k := newKey()
	template := &x509.Certificate{SerialNumber: big.NewInt(time.Now().UnixNano()), NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(12 * time.Hour), KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}}
	if strings.HasPrefix(name, "spiffe://") {
		template.URIs = []*url.URL{must(url.Parse(name))}
	} else {
		template.DNSNames = []string{name}
		template.Subject.CommonName = name
	}
	der := must(x509.CreateCertificate(rand.Reader, template, a.certificate, &k.PublicKey, a.key))
	return append(encode("CERTIFICATE", der), a.PEM...), encode("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(k)))
}

// Identity is a certificate with its key as one of Envoy's secrets.
func (a *Authority) Identity(name, identity string) map[string]any {
	certificate, key := a.Issue(identity)
	return secret(name, "tlsCertificate", map[string]any{"certificateChain": inline(certificate), "privateKey": inline(key)})
}

// Root is the authority's own certificate, to verify others with, as one of Envoy's secrets.
func (a *Authority) Root(name string) map[string]any {
	return secret(name, "validationContext", map[string]any{"trustedCa": inline(a.PEM)})
}

func secret(name, kind string, content map[string]any) map[string]any {
	return map[string]any{"@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret", "name": name, kind: content}
}

func inline(data []byte) map[string]any {
	return map[string]any{"inlineBytes": base64.StdEncoding.EncodeToString(data)}
}

func newKey() *ecdsa.PrivateKey {
	return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
}

func encode(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// must panics on an error that only a broken machine can give.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
