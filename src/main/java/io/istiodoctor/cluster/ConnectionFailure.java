package io.istiodoctor.cluster;

import com.google.gson.stream.MalformedJsonException;
import io.istiodoctor.model.UserError;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Words for a connection that failed: cause and way out. */
final class ConnectionFailure {
    private ConnectionFailure() {}

    /** No answer has come: the server was not reached, or it broke the connection off first. */
    static UserError beforeAnswer(IOException e, String what, Target target, Duration silence) {
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
            case SocketTimeoutException t -> silent(server, what, silence) + "; try again later";
            case ConnectException c -> server + " cannot be reached" + through + ": connection refused" + check;
            case NoRouteToHostException n -> server + " cannot be reached" + through + ": no route to host" + check;
            case SSLException s -> tls(s, server, target);
            case IOException other when String.valueOf(other.getMessage()).contains("CONNECT") ->
                    server + " cannot be reached" + through + ": " + other.getMessage() + check;
            default -> server + " broke the connection off" + through + " (" + words(e) + ")" + check;
        };
        return new UserError(UserError.UNREADABLE_CLUSTER, problem, e);
    }

    /** The answer stopped short. */
    static UserError duringAnswer(IOException e, String what, Target target, Duration silence) {
        String server = "the API server " + target.server();
        String problem = switch (e) {
            case SocketTimeoutException t -> silent(server, what, silence);
            case MalformedJsonException m -> server + " sent something that is not JSON while " + what;
            default -> server + " hung up while " + what + " (" + words(e) + ")";
        };
        return new UserError(UserError.UNREADABLE_CLUSTER, problem + "; try again", e);
    }

    private static String silent(String server, String what, Duration silence) {
        return server + " sent nothing for " + silence.toSeconds() + " s while " + what;
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
