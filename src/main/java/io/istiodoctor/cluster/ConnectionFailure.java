package io.istiodoctor.cluster;

import io.istiodoctor.model.UserError;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Words for a connection that failed: cause and way out. */
final class ConnectionFailure {
    private ConnectionFailure() {}

    /** No answer has come: the server was not reached, or it broke the connection off first. */
    static UserError beforeAnswer(IOException e, String what, Target target, Deadlines deadlines) {
        String server = "the API server " + target.server();
        String through = target.proxy().name().map(p -> " through the proxy " + p).orElse("");
        String check = "; check the server of " + target.identity() + " and the network" + through;
        String problem = switch (e) {
            case UnknownHostException u when target.proxy().url().isEmpty() ->
                    server + " cannot be reached: its host name has no address" + check;
            case UnknownHostException u ->
                    server + " cannot be reached" + through + ": the proxy's host name has no address" + check;
            case SocketTimeoutException t when words(t).toLowerCase(Locale.ROOT).contains("connect") ->
                    server + " cannot be reached" + through + ": no answer to the attempt to connect" + check;
            case SocketTimeoutException t -> silent(server, what, deadlines) + "; try again later";
            case InterruptedIOException i -> deadlines.givenUp(server, what);
            case ConnectException c -> server + " cannot be reached" + through + ": connection refused" + check;
            case NoRouteToHostException n -> server + " cannot be reached" + through + ": no route to host" + check;
            case SSLException s -> tls(s, server, target);
            case IOException other when String.valueOf(other.getMessage()).contains("CONNECT") ->
                    server + " cannot be reached" + through + ": " + other.getMessage() + check;
            case IOException alert when target.server().getScheme().equals("http") && answersInTls(alert) -> speaksTls(target);
            default -> server + " broke the connection off" + through + " (" + words(e) + ")" + check;
        };
        return new UserError(UserError.UNREADABLE_CLUSTER, problem, e);
    }

    /** The answer stopped short. */
    static UserError duringAnswer(IOException e, String what, Target target, Deadlines deadlines) {
        String server = "the API server " + target.server();
        String problem = switch (e) {
            case SocketTimeoutException t -> silent(server, what, deadlines);
            case InterruptedIOException i -> deadlines.givenUp(server, what);
            case EOFException end -> server + " hung up while " + what;
            default -> server + " hung up while " + what + " (" + words(e) + ")";
        };
        return new UserError(UserError.UNREADABLE_CLUSTER, problem + (problem.contains("; ") ? "" : "; try again"), e);
    }

    /** An answer that is no JSON, or ends in the middle of it. */
    static UserError noJson(boolean ended, String what, Target target) {
        return new UserError(UserError.UNREADABLE_CLUSTER,
                "the API server " + target.server() + (ended ? " hung up while " : " sent something that is not JSON while ") + what
                        + "; try again");
    }

    private static String silent(String server, String what, Deadlines deadlines) {
        return server + " sent nothing for " + Deadlines.words(deadlines.silence()) + " while " + what;
    }

    /** Whether the answer began with an alert of TLS (RFC 8446, 5.1), which is no status line of HTTP. */
    private static boolean answersInTls(IOException e) {
        return e.getCause() != null && words(e.getCause()).contains("content=1503")
                || words(e).startsWith("Unexpected status line: \u0015\u0003");
    }

    /** A connection without TLS to a server that wants it. */
    static String speaksTls(Target target) {
        return "the API server " + target.server() + " speaks TLS; write https:// in the server of " + target.identity();
    }

    private static String tls(SSLException e, String server, Target target) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        if (e instanceof SSLPeerUnverifiedException) {
            String name = target.tlsServerName().orElse(target.server().getHost());
            return "the certificate of " + server + " is not made out for " + name
                    + "; check server and tls-server-name of " + target.identity();
        }
        if (root instanceof CertificateExpiredException) {
            return "the certificate of " + server + " has expired (" + words(root)
                    + "); it must be renewed by whoever runs the cluster";
        }
        if (root instanceof CertificateException || root.getClass().getName().startsWith("sun.security.")
                || root instanceof CertPathBuilderException || root instanceof CertPathValidatorException) {
            return "the certificate of " + server + " is not trusted (" + words(root)
                    + "); check certificate-authority-data of " + target.identity();
        }
        if (String.valueOf(root.getMessage()).contains("Unsupported or unrecognized SSL message")) {
            return server + " does not speak TLS; check whether the server of " + target.identity()
                    + " must begin with http:// or have another port";
        }
        return "the TLS connection to " + server + " failed (" + words(root)
                + "); check the client certificate and the server of " + target.identity();
    }

    private static String words(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage().strip().replaceAll("\\s+", " ");
    }
}
