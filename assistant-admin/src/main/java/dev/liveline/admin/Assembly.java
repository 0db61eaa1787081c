package dev.liveline.admin;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import dev.liveline.admin.lint.Linter;
import dev.liveline.admin.wiring.Wires;
import dev.liveline.admin.wiring.Wiring;
import dev.liveline.edge.LivelineConfig;
import dev.liveline.edge.webhook.WebhookConfig;

/// Makes the pure parts from configuration.
@ApplicationScoped
class Assembly {

    /// Where Vapi's messages go, below the public origin.
    private static final String WEBHOOK = "/webhook/vapi";

    @Produces
    @Singleton
    Wiring wiring(AdminConfig config, LivelineConfig liveline, WebhookConfig webhook) {
        AdminConfig.Wiring wiring = config.wiring();
        String origin = liveline.publicUrl().toString();
        String url = (origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin) + WEBHOOK;
        Optional<String> secret = webhook.secrets()
            .orElse(List.of())
            .stream()
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .findFirst();
        boolean bySecret = webhook.schemes().contains(WebhookConfig.Scheme.SECRET);
        return new Wiring(new Wires(url, wiring.credentialId(), secret.filter(_ -> bySecret), wiring.timeout().toSeconds(),
                wiring.serverMessages(), wiring.escalation(), wiring.twilioAccountSid(), wiring.twilioAuthToken()));
    }

    @Produces
    @Singleton
    Linter linter(Wiring wiring) {
        return new Linter(wiring.expectations());
    }
}
