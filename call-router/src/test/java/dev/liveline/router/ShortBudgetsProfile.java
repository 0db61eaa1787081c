package dev.liveline.router;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/// For tests of what happens once a budget is used up: budgets that are, soon.
public class ShortBudgetsProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("liveline.routing.redis-budget", "500ms", "liveline.vapi.answer-budget", "600ms");
    }
}
