package io.istiodoctor.source;

import io.istiodoctor.model.UserError;
import io.istiodoctor.yaml.SyntaxError;
import java.io.IOException;
import java.io.InputStream;

/** How much is read at most, so that neither a dump of everything nor a sparse file ends in a memory error. */
public final class SizeLimit {
    /** Measured on a dump of 45,000 objects: parsed nodes take up to twelve bytes of heap for each byte of text. */
    private static final int HEAP_PER_BYTE = 12;
    private static final long MEBI = 1 << 20;
    private static final long MAX_BYTES = 1 << 30;

    /** The limit for one text and for all texts together, in bytes. */
    static final long BYTES = Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / HEAP_PER_BYTE);

    private SizeLimit() {}

    /**
     * All bytes of a text.
     *
     * @param name the text's name in errors
     * @throws UserError (bad input) where there are more than can be read
     */
    public static byte[] read(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes((int) BYTES + 1);
        check(name, bytes.length);
        return bytes;
    }

    /** Refuses a text, or several together, above the limit. */
    static void check(String name, long bytes) {
        if (bytes > BYTES) {
            throw new UserError(UserError.BAD_INPUT,
                    "%s: more than the %d MiB that can be read at once; give fewer namespaces or kinds%s".formatted(
                            SyntaxError.displayName(name), BYTES / MEBI,
                            BYTES == MAX_BYTES ? "" : ", or more memory (JAVA_TOOL_OPTIONS=-Xmx8g)"));
        }
    }
}
