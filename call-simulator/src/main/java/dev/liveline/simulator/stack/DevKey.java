package dev.liveline.simulator.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// The key that signs tokens on a developer's machine when no `LIVELINE_JWT_PUBLIC_KEY` or `LIVELINE_JWT_ISSUER` is given. Made once, kept in a
/// folder that git ignores, never used elsewhere.
public final class DevKey {

    private final PrivateKey privateKey;
    private final String publicKey;

    private DevKey(PrivateKey privateKey, String publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /// Reads the key of a folder, or makes it.
    public static DevKey of(Path folder) throws IOException {
        Path secret = folder.resolve("dev-jwt.key");
        Path open = folder.resolve("dev-jwt.pub");
        try {
            if (!Files.exists(secret) || !Files.exists(open)) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                KeyPair pair = generator.generateKeyPair();
                Files.createDirectories(folder);
                Files.writeString(secret, Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
                if (Files.getFileStore(secret).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
                }
                Files.writeString(open, Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
            }
            byte[] encoded = Base64.getDecoder().decode(Files.readString(secret).strip());
            return new DevKey(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)),
                    Files.readString(open).strip());
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            throw new IOException("the development key in " + folder + " cannot be read; delete it to have a new one made",
                    broken);
        }
    }

    /// For `LIVELINE_JWT_PUBLIC_KEY`.
    public String publicKey() {
        return publicKey;
    }

    /// A token (JWT, RS256).
    ///
    /// @param role `agent`, `supervisor` or `admin`
    public String token(String name, String role, List<String> teams, Instant now, Duration lifetime) {
        JsonObject claims = new JsonObject().put("sub", name)
            .put("name", name)
            .put("groups", new JsonArray().add(role))
            .put("teams", new JsonArray(teams))
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(lifetime).getEpochSecond());
        String signed = base64(new JsonObject().put("alg", "RS256").put("typ", "JWT").encode().getBytes(StandardCharsets.UTF_8))
                + "." + base64(claims.encode().getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(privateKey);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
