package io.istiodoctor.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names a finding again in a later run. Made when it is asked for: the first hash of a process sets up all that Java knows of security. */
final class Fingerprint {
    private Fingerprint() {}

    /** 16 hexadecimal digits; the version of the object's API does not count, nor does the place in a file. */
    static String of(String rule, ObjectRef object, String field, String message) {
        String text = String.join("\0", rule, object.kind(), object.namespace(), object.name(), field, message);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
