package io.istiodoctor.pem;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A certificate that its own key has signed, for one host name, with a key that was made for it (RFC 5280, RFC 5480).
 *
 * @param certificate as PEM
 * @param key as PEM (PKCS 8)
 */
public record SelfSigned(String certificate, String key) {
    private static final Duration LIFE = Duration.ofDays(365);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] ECDSA_WITH_SHA256 = HexFormat.of().parseHex("300a06082a8648ce3d040302");
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final byte[] ALTERNATIVE_NAME = HexFormat.of().parseHex("0603551d11");
    private static final int INTEGER = 0x02;
    private static final int BITS = 0x03;
    private static final int OCTETS = 0x04;
    private static final int TEXT = 0x0c;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int DNS_NAME = 0x82;
    private static final int VERSION = 0xa0;
    private static final int EXTENSIONS = 0xa3;

    /** A certificate that holds for a year from a moment on. */
    public static SelfSigned of(String host, Instant from) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] body = body(host, from, pair.getPublic().getEncoded());
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(body);
            byte[] certificate = der(SEQUENCE, body, ECDSA_WITH_SHA256, der(BITS, new byte[] {0}, signature.sign()));
            return new SelfSigned(pem("CERTIFICATE", certificate), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    private static byte[] body(String host, Instant from, byte[] publicKey) {
        byte[] serial = new BigInteger(120, new SecureRandom()).setBit(120).toByteArray();
        byte[] name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(TEXT, host.getBytes(StandardCharsets.UTF_8)))));
        byte[] alternatives = der(SEQUENCE, der(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII)));
        return der(SEQUENCE, der(VERSION, der(INTEGER, new byte[] {2})), der(INTEGER, serial), ECDSA_WITH_SHA256, name,
                der(SEQUENCE, time(from.minus(Duration.ofDays(1))), time(from.plus(LIFE))), name, publicKey,
                der(EXTENSIONS, der(SEQUENCE, der(SEQUENCE, ALTERNATIVE_NAME, der(OCTETS, alternatives)))));
    }

    private static byte[] time(Instant moment) {
        return der(GENERALIZED_TIME, TIME.format(moment).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        int length = content.size();
        if (length < 128) {
            whole.write(length);
        } else {
            byte[] bytes = BigInteger.valueOf(length).toByteArray();
            int leading = bytes[0] == 0 ? 1 : 0;
            whole.write(0x80 | bytes.length - leading);
            whole.write(bytes, leading, bytes.length - leading);
        }
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type
                + "-----\n";
    }
}
