package world

import (
	"io"
	"net"
	"testing"
)

func TestWhoeverListensAnswersAGreeting(t *testing.T) {
	for sent, want := range map[string]string{greeting: "tcp shop/web-0 80\n", "GET / HTTP/1.0\r\n\r\n": "GET / HTTP/1.0\r\n\r\n"} {
		inner, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			conn, err := (greeted{inner, "tcp shop/web-0 80\n"}).Accept()
			if err != nil {
				return
			}
			defer conn.Close()
			for { // an echo, behind the greeting
				buffer := make([]byte, 5)
				n, err := conn.Read(buffer)
				_, _ = conn.Write(buffer[:n])
				if err != nil {
					return
				}
			}
		}()
		client, err := net.Dial("tcp", inner.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(client, sent)
		_ = client.(*net.TCPConn).CloseWrite()
		if got, _ := io.ReadAll(client); string(got) != want {
			t.Errorf("%q: %q, want %q", sent, got, want)
		}
		client.Close()
		inner.Close()
	}
}
