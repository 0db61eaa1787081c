package dev.liveline.edge.access;

import java.time.Duration;
import java.time.InstantSource;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.jwt.JsonWebToken;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;

/// Refuses tokens that are signed and yet nobody's: without a `sub`, by which withdrawal and caps go, or issued in the future, which would
/// outlive a withdrawal.
@ApplicationScoped
public class SoundTokens implements SecurityIdentityAugmentor {

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final InstantSource clock;

    SoundTokens(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.getPrincipal() instanceof JsonWebToken token && !isSound(token)) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        return Uni.createFrom().item(identity);
    }

    private boolean isSound(JsonWebToken token) {
        return token.getSubject() != null && !token.getSubject().isBlank()
                && token.getIssuedAtTime() <= clock.instant().plus(CLOCKS_DIFFER).getEpochSecond();
    }
}
