package io.istiodoctor.cluster;

import io.istiodoctor.model.UserError;
import java.util.ArrayList;
import java.util.List;

/**
 * Being treated as another user (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation): what the
 * command line says goes before what the kubeconfig says, as with kubectl.
 */
final class Impersonation {
    /** A header of every request. */
    record Header(String name, String value) {}

    private Impersonation() {}

    static List<Header> of(KubeconfigEntry user, ConnectionOptions options) {
        List<Header> headers = new ArrayList<>();
        options.as().or(() -> user.text("as")).ifPresent(name -> headers.add(new Header("Impersonate-User", name)));
        if (options.as().isEmpty()) {
            user.text("as-uid").ifPresent(uid -> headers.add(new Header("Impersonate-Uid", uid)));
        }
        (options.as().isPresent() ? options.asGroups() : user.texts("as-groups"))
                .forEach(group -> headers.add(new Header("Impersonate-Group", group)));
        headers.stream().filter(h -> h.value().isEmpty() || !HeaderValue.fitsWithBlanks(h.value())).findFirst().ifPresent(h -> {
            String problem = "names of users and groups are made of visible characters of ASCII";
            throw options.as().isPresent() ? new UserError(UserError.BAD_INPUT, "--as and --as-group: " + problem)
                    : user.malformed("as, as-uid and as-groups: " + problem);
        });
        return List.copyOf(headers);
    }
}
