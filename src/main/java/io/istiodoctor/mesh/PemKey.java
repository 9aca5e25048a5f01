package io.istiodoctor.mesh;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Private keys in PEM: PKCS#8, and the older PKCS#1 (RSA) and SEC1 (EC) forms, which are wrapped into PKCS#8. */
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (|RSA |EC )PRIVATE KEY-----(.*?)-----END \\1PRIVATE KEY-----", Pattern.DOTALL);
    // AlgorithmIdentifier of rsaEncryption with NULL parameters (RFC 8017, appendix C).
    private static final byte[] RSA = {0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01,
        0x01, 0x01, 0x05, 0x00};
    // OBJECT IDENTIFIER id-ecPublicKey (RFC 5480).
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private PemKey() {}

    /** The first private key of the text; empty when there is none that can be read. */
    static Optional<PrivateKey> parse(String pem) {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            return Optional.empty();
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(2).getBytes(StandardCharsets.ISO_8859_1));
            return switch (block.group(1)) {
                case "RSA " -> key("RSA", wrap(RSA, der));
                case "EC " -> key("EC", wrap(sequence(concat(EC, curve(der))), der));
                default -> List.of("RSA", "EC", "Ed25519").stream().flatMap(a -> key(a, der).stream()).findFirst();
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<PrivateKey> key(String algorithm, byte[] pkcs8) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException notThisAlgorithm) {
            return Optional.empty();
        }
    }

    // The curve is the [0] field of ECPrivateKey (RFC 5915).
    private static byte[] curve(byte[] der) {
        for (int i = 0; i < der.length - 3; i++) {
            if ((der[i] & 0xff) == 0xa0 && der[i + 2] == 0x06 && der[i + 1] == der[i + 3] + 2) {
                return Arrays.copyOfRange(der, i + 2, i + 2 + der[i + 1]);
            }
        }
        throw new IllegalArgumentException("no curve");
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return sequence(concat(concat(new byte[] {0x02, 0x01, 0x00}, algorithm), tagged(0x04, key)));
    }

    private static byte[] sequence(byte[] content) {
        return tagged(0x30, content);
    }

    private static byte[] tagged(int tag, byte[] content) {
        int n = content.length;
        byte[] head = n < 128 ? new byte[] {(byte) tag, (byte) n}
                : n < 256 ? new byte[] {(byte) tag, (byte) 0x81, (byte) n}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (n >> 8), (byte) n};
        return concat(head, content);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /** Whether the two are halves of one pair; yes for algorithms that cannot be compared. */
    static boolean belongs(PrivateKey key, PublicKey certificateKey) {
        if (!key.getAlgorithm().equals(certificateKey.getAlgorithm()) && !key.getAlgorithm().startsWith("Ed")) {
            return false;
        }
        if (key instanceof RSAPrivateKey rsa && certificateKey instanceof RSAPublicKey pub) {
            return rsa.getModulus().equals(pub.getModulus());
        }
        return signs(key, certificateKey);
    }

    private static boolean signs(PrivateKey key, PublicKey certificateKey) {
        byte[] message = BigInteger.TEN.toByteArray();
        String algorithm = certificateKey instanceof ECPublicKey ? "SHA256withECDSA" : certificateKey.getAlgorithm();
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(certificateKey);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException differentCurves) {
            return false;
        }
    }
}
