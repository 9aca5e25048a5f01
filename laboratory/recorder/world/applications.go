package world

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"laboratory/cluster"
	"laboratory/istiod"
)

// The headers by which an application says who answered what.
const (
	PodHeader  = "x-lab-pod"
	PortHeader = "x-lab-port"
	PathHeader = "x-lab-path"
	HostHeader = "x-lab-host"
)

// plainBytes are the port names of what is no HTTP.
var plainBytes = []string{"tcp", "mysql", "mongo", "redis", "postgres", "amqp"}

// greeting is what clients send that speak no protocol. Whoever listens answers it, so that they see whether they arrive.
const greeting = "hello\n"

// Application listens on the ports that the pod's containers declare, each at the address that is given for it; where they declare none, on
// those that somebody asks for. What a port speaks is told by its name, or by an annotation lab/PORT.
func Application(p *corev1.Pod, asked []int, address func(port int) string, ca *istiod.Authority) {
	ports := cluster.DeclaredPorts(p)
	if len(ports) == 0 {
		for _, port := range asked {
			ports = append(ports, corev1.ContainerPort{ContainerPort: int32(port)})
		}
	}
	for _, port := range ports {
		number := int(port.ContainerPort)
		speaks, _, _ := strings.Cut(port.Name, "-")
		if v := p.Annotations["lab/"+strconv.Itoa(number)]; v != "" {
			speaks = v
		}
		listen(address(number), number, p.Namespace+"/"+p.Name, speaks, ca)
	}
}

// External answers for a host outside of the mesh: TLS on 443, HTTP on 80, 8080 and whatever else is asked of it.
func External(host, address string, asked []int, ca *istiod.Authority) {
	ports := map[int]string{80: "http", 8080: "http", 443: "https"}
	for _, port := range asked {
		if ports[port] == "" {
			ports[port] = "http"
		}
	}
	for port, speaks := range ports {
		listen(address, port, "external/"+host, speaks, ca)
	}
}

func listen(address string, port int, name, speaks string, ca *istiod.Authority) {
	listener, err := net.Listen("tcp", net.JoinHostPort(address, strconv.Itoa(port)))
	if err != nil {
		fmt.Fprintln(os.Stderr, "application:", err)
		return
	}
	who := fmt.Sprintf("tcp %s %d\n", name, port)
	if slices.Contains(plainBytes, speaks) {
		go serveBytes(listener, who)
		return
	}
	listener = greeted{listener, who}
	server := &http.Server{Handler: answering(name, port), ErrorLog: log.New(io.Discard, "", 0), Protocols: new(http.Protocols)}
	server.Protocols.SetHTTP1(true)
	server.Protocols.SetHTTP2(true)
	server.Protocols.SetUnencryptedHTTP2(true)
	if speaks != "https" && speaks != "tls" {
		go func() { _ = server.Serve(listener) }()
		return
	}
	certificate, key := ca.Issue(strings.ReplaceAll(name, "/", "."))
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		panic(err)
	}
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{pair}}
	go func() { _ = server.ServeTLS(listener, "", "") }()
}

func answering(name string, port int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(PodHeader, name)
		w.Header().Set(PortHeader, strconv.Itoa(port))
		w.Header().Set(PathHeader, r.URL.RequestURI())
		w.Header().Set(HostHeader, r.Host)
		w.WriteHeader(http.StatusOK)
	}
}

// serveBytes waits for the client's first bytes and answers who it is.
func serveBytes(listener net.Listener, answer string) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer conn.Close()
			_ = conn.SetReadDeadline(time.Now().Add(3 * time.Second))
			if n, _ := conn.Read(make([]byte, 4096)); n > 0 {
				_, _ = io.WriteString(conn, answer)
			}
		}()
	}
}

// greeted answers a greeting with who it is, and leaves all else to the server behind it.
type greeted struct {
	net.Listener
	answer string
}

func (l greeted) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &greetedConn{Conn: conn, answer: l.answer}, nil
}

// greetedConn looks at the first bytes when they are read.
type greetedConn struct {
	net.Conn
	answer string
	seen   bool
}

func (c *greetedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if c.seen || n == 0 {
		return n, err
	}
	c.seen = true
	// A server of TLS reads five bytes first.
	if strings.HasPrefix(greeting, string(p[:n])) {
		_, _ = io.WriteString(c.Conn, c.answer)
		return 0, io.EOF
	}
	return n, err
}
