package dev.liveline.edge.testing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;

/// Tokens that a service started with [RedisResource] accepts. The key travels in a system property, because a test and its resources are
/// loaded by different class loaders.
public final class TestTokens {

    private static final String PRIVATE_KEY = "liveline.test.jwt.private-key";

    private TestTokens() {}

    public static String agent(String... teams) {
        return token("ann", Set.of("agent"), Set.of(teams));
    }

    public static String supervisor() {
        return token("sue", Set.of("supervisor"), Set.of());
    }

    public static String admin() {
        return token("ada", Set.of("admin"), Set.of());
    }

    public static String token(String name, Set<String> roles, Set<String> teams) {
        return token(name, roles, teams, Duration.ofHours(1));
    }

    /// @param lifetime may be negative for a token that has expired
    public static String token(String name, Set<String> roles, Set<String> teams, Duration lifetime) {
        return Jwt.subject(name)
            .groups(roles)
            .claim("teams", teams)
            .issuedAt(Instant.now().minusSeconds(3600))
            .expiresAt(Instant.now().plus(lifetime))
            .sign(privateKey());
    }

    /// A signed token with any `sub`, or none, and any time of issue.
    public static String odd(@Nullable String subject, Instant issuedAt) {
        JwtClaimsBuilder claims = Jwt.claims().groups("agent").issuedAt(issuedAt).expiresAt(Instant.now().plusSeconds(3600));
        return (subject == null ? claims : claims.subject(subject)).sign(privateKey());
    }

    /// Makes the key of this test run.
    ///
    /// @return the public key as base64
    public static String makeKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            System.setProperty(PRIVATE_KEY, Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
            return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static PrivateKey privateKey() {
        try {
            return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(System.getProperty(PRIVATE_KEY))));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
