package io.istiodoctor.pem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemKeyTest {
    @ParameterizedTest
    @CsvSource({"secp256r1", "secp384r1", "secp521r1"})
    void sec1_keys_of_every_curve_are_read(String curve) throws Exception {
        KeyPair pair = pair("EC", new ECGenParameterSpec(curve));
        assertSameKey(pair, sec1(pair));
    }

    @Test
    void a_curve_parameter_block_before_the_key_does_not_disturb() throws Exception {
        KeyPair pair = pair("EC", new ECGenParameterSpec("secp256r1"));
        String pem = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + sec1(pair);
        assertSameKey(pair, pem);
    }

    @Test
    void pkcs1_keys_are_read() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        String pem = opensslStyle(pair);
        assertTrue(pem.contains("BEGIN RSA PRIVATE KEY"), pem);
        assertEquals(Optional.of(pair.getPrivate()), PemKey.read(pem.getBytes(StandardCharsets.US_ASCII)));
        assertEquals(Optional.of(pair.getPrivate()), PemKey.read(pkcs8(pair)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "Ed25519"})
    void pkcs8_keys_are_read(String algorithm) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        assertEquals(Optional.of(pair.getPrivate()), PemKey.read(pkcs8(pair)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no key", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
            "-----BEGIN EC PRIVATE KEY-----\nMA==\n-----END EC PRIVATE KEY-----"})
    void what_is_no_key_is_refused(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertEquals(Optional.empty(), PemKey.read(bytes));
    }

    private static KeyPair pair(String algorithm, AlgorithmParameterSpec parameters) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(parameters);
        return generator.generateKeyPair();
    }

    private static String opensslStyle(KeyPair pair) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(pair.getPrivate());
        }
        return text.toString();
    }

    private static void assertSameKey(KeyPair pair, String pem) throws Exception {
        ECPrivateKey wanted = (ECPrivateKey) pair.getPrivate();
        ECPrivateKey read = (ECPrivateKey) PemKey.read(pem.getBytes(StandardCharsets.US_ASCII)).orElseThrow();
        assertEquals(wanted.getS(), read.getS());
        assertEquals(wanted.getParams().getCurve(), read.getParams().getCurve());
    }

    /** ECPrivateKey with the curve in it, as openssl writes it; the JDK leaves the curve out. */
    private static String sec1(KeyPair pair) throws Exception {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
        ECPrivateKey key = (ECPrivateKey) pair.getPrivate();
        byte[] der = new org.bouncycastle.asn1.sec.ECPrivateKey(key.getParams().getOrder().bitLength(), key.getS(),
                info.getPrivateKeyAlgorithm().getParameters()).getEncoded();
        return "-----BEGIN EC PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END EC PRIVATE KEY-----\n";
    }

    private static byte[] pkcs8(KeyPair pair) {
        return ("-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n").getBytes(StandardCharsets.US_ASCII);
    }
}
