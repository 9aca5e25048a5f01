package io.istiodoctor.yaml;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Writes plain values as a YAML document. */
public final class YamlWriter {
    private YamlWriter() {}

    /**
     * One document in block style, with its last line break; texts of several lines as literal blocks.
     *
     * @param tree maps in their own order, lists, texts, numbers, booleans and nulls
     */
    public static String write(Object tree) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        options.setDereferenceAliases(true);
        options.setLineBreak(DumperOptions.LineBreak.UNIX);
        String document = new Yaml(new Texts(options), options).dump(tree);
        if (document.codePoints().anyMatch(YamlWriter::misleads)) {
            // Bidirectional controls count as printable in YAML; escaping everything but ASCII is the library's way out.
            options.setAllowUnicode(false);
            document = new Yaml(new Texts(options), options).dump(tree);
        }
        return document;
    }

    private static boolean misleads(int codePoint) {
        int type = Character.getType(codePoint);
        return codePoint != '\n' && (type == Character.CONTROL || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR);
    }

    private static final class Texts extends Representer {
        Texts(DumperOptions options) {
            super(options);
            representers.put(String.class, value -> text((String) value));
        }

        private Node text(String value) {
            boolean block = value.indexOf('\n') >= 0;
            return representScalar(Tag.STR, value,
                    block ? DumperOptions.ScalarStyle.LITERAL : DumperOptions.ScalarStyle.PLAIN);
        }
    }
}
