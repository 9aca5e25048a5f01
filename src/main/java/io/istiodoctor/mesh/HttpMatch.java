package io.istiodoctor.mesh;

import io.istiodoctor.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One match of an http rule of a VirtualService. */
public final class HttpMatch implements VirtualServicePart {
    private final VirtualService virtualService;
    private final String path;
    private final Node match;
    private final Node rule;

    private HttpMatch(VirtualService virtualService, String path, Node match, Node rule) {
        this.virtualService = virtualService;
        this.path = path;
        this.match = match;
        this.rule = rule;
    }

    static List<HttpMatch> of(VirtualService virtualService) {
        List<HttpMatch> found = new ArrayList<>();
        List<Node> rules = virtualService.resource().spec().get("http").elements();
        for (int i = 0; i < rules.size(); i++) {
            List<Node> matches = rules.get(i).get("match").elements();
            for (int j = 0; j < matches.size(); j++) {
                found.add(new HttpMatch(virtualService, "spec.http[" + i + "].match[" + j + "]", matches.get(j), rules.get(i)));
            }
        }
        return found;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public VirtualService virtualService() {
        return virtualService;
    }

    /** How the path is compared: exact, prefix or regex; empty when it is not. */
    public String pathType() {
        return Stream.of("exact", "prefix", "regex").filter(t -> match.get("uri").get(t).isPresent()).findFirst().orElse("");
    }

    /** The text that the path is compared with. */
    public String pathText() {
        return match.get("uri").text(pathType());
    }

    /** What the rule puts in the place of the path or of its matched prefix; empty when it rewrites nothing. */
    public String rewrittenTo() {
        return rule.get("rewrite").text("uri");
    }

    /** The text without what follows its first asterisk, for a prefix. */
    public String beforeAsterisk() {
        int asterisk = pathText().indexOf('*');
        return asterisk < 0 ? pathText() : pathText().substring(0, asterisk);
    }

    /** Whether the only asterisk ends the text. */
    public boolean asteriskAtEnd() {
        return pathText().indexOf('*') == pathText().length() - 1;
    }

    /** Whether another match of the same rule compares with this prefix and a slash behind it. */
    public boolean slashedToo() {
        return rule.get("match").elements().stream().anyMatch(m -> m.get("uri").text("prefix").equals(pathText() + "/"));
    }
}
