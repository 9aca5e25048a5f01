package io.istiodoctor.mesh.secret;

import io.istiodoctor.model.BoundedMemo;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;

/** Whether a private key belongs to a certificate's public one. A certificate that many namespaces have is compared once. */
final class KeyMatch {
    private final BoundedMemo<Halves, Boolean> known = new BoundedMemo<>(halves -> compare(halves.key, halves.certificateKey));

    private record Halves(PrivateKey key, PublicKey certificateKey) {}

    /** Whether the two are halves of one pair; yes for algorithms that cannot be compared. */
    boolean belongs(PrivateKey key, PublicKey certificateKey) {
        return known.of(new Halves(key, certificateKey));
    }

    private static boolean compare(PrivateKey key, PublicKey certificateKey) {
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
