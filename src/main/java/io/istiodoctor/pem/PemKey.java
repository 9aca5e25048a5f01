package io.istiodoctor.pem;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private keys in PEM, of kubeconfigs and of Secrets, read with the JDK alone: PKCS#8 as it is, PKCS#1 (RSA) and SEC1 (EC)
 * wrapped into PKCS#8. The Kubernetes client library can do it too, but it starts BouncyCastle for that, which costs a
 * third of a second.
 */
public final class PemKey {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int CURVE = 0xa0;

    private PemKey() {}

    /** The first private key of a text; empty when there is none that can be read. */
    public static Optional<PrivateKey> read(byte[] pem) {
        try {
            return parse(pem);
        } catch (IllegalArgumentException | BufferUnderflowException broken) {
            return Optional.empty();
        }
    }

    private static Optional<PrivateKey> parse(byte[] pem) {
        Matcher block = BLOCK.matcher(new String(pem, StandardCharsets.US_ASCII));
        if (block.find()) {
            byte[] der = Base64.getMimeDecoder().decode(block.group(2));
            Optional<byte[]> curve = curve(der);
            if (block.group(1).startsWith("RSA")) {
                return pkcs8("RSA", wrap(RSA, der));
            } else if (block.group(1).startsWith("EC") && curve.isPresent()) {
                return pkcs8("EC", wrap(tagged(SEQUENCE, EC_PUBLIC_KEY, curve.get()), der));
            } else if (contains(der, EC_PUBLIC_KEY)) {
                return pkcs8("EC", der);
            } else if (contains(der, RSA)) {
                return pkcs8("RSA", der);
            } else if (block.group(1).startsWith("PRIVATE")) {
                return pkcs8("EdDSA", der);
            }
        }
        return Optional.empty();
    }

    private static Optional<PrivateKey> pkcs8(String algorithm, byte[] der) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
        } catch (GeneralSecurityException notThisAlgorithm) {
            return Optional.empty();
        }
    }

    /** PrivateKeyInfo of RFC 5208: version, algorithm, and the key in its own encoding. */
    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return tagged(SEQUENCE, VERSION_0, algorithm, tagged(OCTET_STRING, key));
    }

    /** The curve's identifier from ECPrivateKey of RFC 5915: SEQUENCE { version, key, [0] curve, [1] public key }. */
    private static Optional<byte[]> curve(byte[] der) {
        ByteBuffer in = ByteBuffer.wrap(der);
        if (in.get() != SEQUENCE) {
            return Optional.empty();
        }
        length(in);
        while (in.remaining() > 2) {
            int tag = in.get() & 0xff;
            byte[] content = new byte[Math.min(length(in), in.remaining())];
            in.get(content);
            if (tag == CURVE) {
                return Optional.of(content);
            }
        }
        return Optional.empty();
    }

    private static int length(ByteBuffer in) {
        int first = in.get() & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f) && in.hasRemaining(); i++) {
            length = length << 8 | in.get() & 0xff;
        }
        return Math.max(0, length);
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(p -> p.length).sum();
        ByteBuffer out = ByteBuffer.allocate(length + 4);
        out.put((byte) tag);
        if (length < 0x80) {
            out.put((byte) length);
        } else if (length < 0x100) {
            out.put((byte) 0x81).put((byte) length);
        } else {
            out.put((byte) 0x82).putShort((short) length);
        }
        for (byte[] part : parts) {
            out.put(part);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static boolean contains(byte[] der, byte[] part) {
        for (int i = 0; i + part.length <= der.length; i++) {
            if (Arrays.equals(der, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
