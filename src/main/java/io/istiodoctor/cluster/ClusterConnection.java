package io.istiodoctor.cluster;

import io.istiodoctor.model.UserError;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.Config;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import okhttp3.Credentials;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** The way to one API server. Opening it finds address and credentials; the server is first asked when something is read. */
public final class ClusterConnection {
    private final Target target;
    private final ApiRequests requests;

    private ClusterConnection(Target target, ApiRequests requests) {
        this.target = target;
        this.requests = requests;
    }

    /**
     * Finds the cluster that kubectl would talk to, and the credentials for it.
     *
     * @throws UserError exit status 2 for a kubeconfig that cannot be understood, 3 when there is no cluster or no
     *     credential to be found
     */
    public static ClusterConnection open(ConnectionOptions options) {
        return open(options, Path.of(Config.SERVICEACCOUNT_ROOT), Deadlines.of(options.requestTimeout()));
    }

    static ClusterConnection open(ConnectionOptions options, Path serviceAccount, Deadlines deadlines) {
        Kubeconfig kubeconfig = Kubeconfig.find(options);
        Target target;
        if (!kubeconfig.isEmpty() || options.context().isPresent()) {
            target = Target.of(kubeconfig.select(options.context()), options);
        } else {
            target = Target.inCluster(options, serviceAccount).orElseThrow(() -> new UserError(
                    UserError.UNREADABLE_CLUSTER, "no kubeconfig found (" + kubeconfig.files()
                            + "); name one with --kubeconfig or KUBECONFIG, or check manifests with -f"));
        }
        return new ClusterConnection(target, new ApiRequests(client(target, deadlines), target, deadlines));
    }

    /** The context's name; "in-cluster" for the service account of the pod that the tool runs in. */
    public String contextName() {
        return target.context();
    }

    /** The context's default namespace. */
    public String namespace() {
        return target.namespace();
    }

    /** The API server's address. */
    public URI server() {
        return target.server();
    }

    ApiRequests requests() {
        return requests;
    }

    private static LeanApiClient client(Target target, Deadlines deadlines) {
        LeanApiClient client = new LeanApiClient(new OkHttpClient.Builder().connectTimeout(deadlines.connect())
                .proxySelector(target.proxy().selector()).followRedirects(false).followSslRedirects(false)
                .addInterceptor(impersonation(target)).addInterceptor(new SameServer()));
        target.proxy().url().filter(url -> url.getUserInfo() != null).ifPresent(url -> authenticate(client, url));
        ClientBuilder builder = new ClientBuilder().setApiClient(client).setBasePath(target.server().toString())
                .setVerifyingSsl(target.verify()).setAuthentication(target.authentication()).setReadTimeout(deadlines.silence())
                .setPingInterval(Duration.ZERO);
        target.authority().ifPresent(builder::setCertificateAuthority);
        target.tlsServerName().ifPresent(builder::setTlsServerName);
        builder.build();
        if (target.server().getScheme().equals("https")) {
            try {
                client.applyTls();
            } catch (RuntimeException e) {
                throw new UserError(UserError.BAD_INPUT, "the certificate-authority of " + target.identity()
                        + " is not a PEM certificate; correct it in the kubeconfig", e);
            }
        }
        return client;
    }

    private static Interceptor impersonation(Target target) {
        return chain -> {
            Request.Builder request = chain.request().newBuilder();
            target.impersonation().forEach(h -> request.addHeader(h.name(), h.value()));
            return chain.proceed(request.build());
        };
    }

    private static void authenticate(LeanApiClient client, URI proxy) {
        String[] parts = proxy.getUserInfo().split(":", 2);
        String header = Credentials.basic(parts[0], parts.length > 1 ? parts[1] : "");
        client.setHttpClient(client.getHttpClient().newBuilder().proxyAuthenticator((route, response) ->
        // Asked a second time, the proxy has refused these.
        response.request().header("Proxy-Authorization") != null ? null
                : response.request().newBuilder().header("Proxy-Authorization", header).build()).build());
    }
}
