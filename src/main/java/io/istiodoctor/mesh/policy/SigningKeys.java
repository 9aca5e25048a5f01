package io.istiodoctor.mesh.policy;

import io.istiodoctor.model.Node;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keys that stand in a RequestAuthentication as a JSON Web Key Set, by which tokens are checked as jwt_authn of Envoy does it: a key counts where
 * its name and its algorithm, as far as they are given, are the token's.
 *
 * @param now by which a token is in its time
 */
record SigningKeys(List<Node> keys, Instant now) {
    /** How far clocks may differ (kClockSkewInSecond of jwt_verify_lib). */
    private static final Duration SKEW = Duration.ofSeconds(60);
    /** RFC 7518, as Java names them. */
    private static final Map<String, String> ALGORITHMS = Map.of("RS256", "SHA256withRSA", "RS384", "SHA384withRSA", "RS512",
            "SHA512withRSA",
            "ES256", "SHA256withECDSAinP1363Format", "ES384", "SHA384withECDSAinP1363Format", "ES512", "SHA512withECDSAinP1363Format");
    private static final Map<String, String> CURVES = Map.of("P-256", "secp256r1", "P-384", "secp384r1", "P-521", "secp521r1");

    /** What becomes of a token. */
    enum Verdict {
        GOOD, OUT_OF_TIME, BADLY_SIGNED,
        /** Its algorithm is none of those that are looked at here. */
        UNSEEN
    }

    SigningKeys {
        keys = List.copyOf(keys);
    }

    /** The keys of a set; empty when it cannot be read. */
    static Optional<SigningKeys> read(String set, Instant now) {
        return WrittenToken.object(set).map(s -> new SigningKeys(s.get("keys").elements(), now)).filter(k -> !k.keys().isEmpty());
    }

    /** Checks a token whose claims could be read. */
    Verdict check(String token, Claims claims) {
        String[] parts = token.split("\\.", -1);
        Node header = WrittenToken.part(parts[0]).orElseThrow();
        String algorithm = header.text("alg");
        if (!ALGORITHMS.containsKey(algorithm)) {
            return Verdict.UNSEEN;
        }
        if (claims.root().get("exp").number().filter(e -> now.minus(SKEW).isAfter(Instant.ofEpochSecond(e))).isPresent()
                || claims.root().get("nbf").number().filter(n -> now.plus(SKEW).isBefore(Instant.ofEpochSecond(n))).isPresent()) {
            return Verdict.OUT_OF_TIME;
        }
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        List<Node> fitting = new ArrayList<>(keys);
        fitting.removeIf(k -> differs(k.text("kid"), header.text("kid")) || differs(k.text("alg"), algorithm));
        return fitting.stream().anyMatch(k -> signed(k, algorithm, signed, parts[2])) ? Verdict.GOOD : Verdict.BADLY_SIGNED;
    }

    private static boolean differs(String ofKey, String ofToken) {
        return !ofKey.isEmpty() && !ofToken.isEmpty() && !ofKey.equals(ofToken);
    }

    private static boolean signed(Node key, String algorithm, byte[] signed, String signature) {
        try {
            Optional<PublicKey> read = algorithm.startsWith("RS") ? rsa(key) : curve(key);
            if (read.isEmpty()) {
                return false;
            }
            Signature check = Signature.getInstance(ALGORITHMS.getOrDefault(algorithm, algorithm));
            check.initVerify(read.get());
            check.update(signed);
            return check.verify(Base64.getUrlDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException unfit) {
            return false;
        }
    }

    private static Optional<PublicKey> rsa(Node key) throws GeneralSecurityException {
        return !key.text("kty").equals("RSA") ? Optional.empty()
                : Optional.of(KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e"))));
    }

    private static Optional<PublicKey> curve(Node key) throws GeneralSecurityException {
        String name = CURVES.getOrDefault(key.text("crv"), "");
        if (!key.text("kty").equals("EC") || name.isEmpty()) {
            return Optional.empty();
        }
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(name));
        ECPoint point = new ECPoint(number(key, "x"), number(key, "y"));
        return Optional.of(KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class))));
    }

    private static BigInteger number(Node key, String part) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(key.text(part)));
    }
}
