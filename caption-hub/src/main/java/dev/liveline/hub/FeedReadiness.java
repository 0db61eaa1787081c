package dev.liveline.hub;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import dev.liveline.hub.feed.CaptionFeed;

/// Ready while every shard proves that what is written to it arrives, and the hub does not drain. Health is about delivery, not connection.
@Readiness
@ApplicationScoped
public class FeedReadiness implements HealthCheck {

    private final CaptionFeed feed;
    private final HubLife life;

    FeedReadiness(CaptionFeed feed, HubLife life) {
        this.feed = feed;
        this.life = life;
    }

    @Override
    public HealthCheckResponse call() {
        List<Integer> unproven = feed.unproven();
        return HealthCheckResponse.named("caption feed")
            .status(unproven.isEmpty() && !life.isDraining())
            .withData("shards without proof of delivery", unproven.toString())
            .withData("draining", life.isDraining())
            .build();
    }
}
