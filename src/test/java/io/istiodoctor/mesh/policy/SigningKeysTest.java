package io.istiodoctor.mesh.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.istiodoctor.mesh.policy.SigningKeys.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens that are signed here are checked by the keys of a set. */
class SigningKeysTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final KeyPair RSA = pair("RSA");
    private static final KeyPair CURVE = pair("EC");

    private static KeyPair pair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String token(String algorithm, String key, String claims) throws GeneralSecurityException {
        String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"" + key + "\"}";
        String text = encoded(header.getBytes(StandardCharsets.UTF_8)) + "." + encoded(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance(algorithm.equals("RS256") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
        signature.initSign(algorithm.equals("RS256") ? RSA.getPrivate() : CURVE.getPrivate());
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        return text + "." + encoded(signature.sign());
    }

    private static SigningKeys keys() {
        RSAPublicKey rsa = (RSAPublicKey) RSA.getPublic();
        ECPublicKey curve = (ECPublicKey) CURVE.getPublic();
        return SigningKeys
                .read("""
                        {"keys": [{"kty": "RSA", "kid": "one", "e": "%s", "n": "%s"}, {"kty": "EC", "kid": "two", "alg": "ES256", "crv": "P-256", "x": "%s", "y": "%s"}]}
                        """
                        .formatted(encoded(rsa.getPublicExponent().toByteArray()), encoded(rsa.getModulus().toByteArray()),
                                encoded(curve.getW().getAffineX().toByteArray()), encoded(curve.getW().getAffineY().toByteArray())),
                        NOW)
                .orElseThrow();
    }

    private static Verdict verdict(String token) {
        return keys().check(token, WrittenToken.read(token).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
            "RS256, one, 1800000000, 0, GOOD",
            "ES256, two, 1800000000, 0, GOOD",
            "RS256, '', 1800000000, 0, GOOD",
            "RS256, two, 1800000000, 0, BADLY_SIGNED",
            "ES256, one, 1800000000, 0, BADLY_SIGNED",
            "RS256, three, 1800000000, 0, BADLY_SIGNED",
            "RS256, one, 1700000000, 0, OUT_OF_TIME",
            "RS256, one, 1767225580, 0, GOOD",
            "RS256, one, 1900000000, 1800000000, OUT_OF_TIME",
    })
    void a_token(String algorithm, String key, long expires, long begins, Verdict verdict) throws GeneralSecurityException {
        assertEquals(verdict, verdict(token(algorithm, key, "{\"iss\":\"a\",\"exp\":" + expires + ",\"nbf\":" + begins + "}")));
    }

    @Test
    void what_was_changed_after_it_was_signed() throws GeneralSecurityException {
        String[] parts = token("RS256", "one", "{\"iss\":\"a\"}").split("\\.");
        assertEquals(Verdict.BADLY_SIGNED,
                verdict(parts[0] + "." + encoded("{\"iss\":\"b\"}".getBytes(StandardCharsets.UTF_8)) + "." + parts[2]));
    }

    @Test
    void an_algorithm_that_is_not_looked_at() throws GeneralSecurityException {
        String[] parts = token("RS256", "one", "{}").split("\\.");
        assertEquals(Verdict.UNSEEN,
                verdict(encoded("{\"alg\":\"EdDSA\"}".getBytes(StandardCharsets.UTF_8)) + "." + parts[1] + "." + parts[2]));
    }

    @Test
    void a_set_that_cannot_be_read() {
        assertEquals(Optional.empty(), SigningKeys.read("keys", NOW));
        assertEquals(Optional.empty(), SigningKeys.read("{\"keys\": []}", NOW));
    }
}
