package dev.liveline.router.web;

import dev.liveline.events.Supervision;
import dev.liveline.router.RouterConfig;
import jakarta.enterprise.context.ApplicationScoped;

/// Which group of a token may supervise in which manner: three permissions, all a supervisor's unless configured otherwise.
@ApplicationScoped
public class SupervisionPermissions {

    private final RouterConfig.Supervision configured;

    public SupervisionPermissions(RouterConfig config) {
        this.configured = config.supervision();
    }

    String roleFor(Supervision manner) {
        return switch (manner) {
            case MONITOR -> configured.monitor();
            case COACH -> configured.coach();
            case BARGE -> configured.barge();
        };
    }
}
