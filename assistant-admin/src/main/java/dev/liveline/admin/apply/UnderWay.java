package dev.liveline.admin.apply;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.json.Trees;

/// An apply or rollback that goes on at this moment, or died less than a lock ago.
///
/// @param by    who applies
/// @param since when it began
/// @param until when its lock ends: a run that goes on renews it before, one that died does not
public record UnderWay(String by, Instant since, Instant until) {

    /// `{by, sinceAt, untilAt}`, epoch milliseconds
    ObjectNode json() {
        return Trees.object().put("by", by).put("sinceAt", since.toEpochMilli()).put("untilAt", until.toEpochMilli());
    }

    /// For people.
    public String text() {
        return "An apply or rollback by " + by + " is under way since " + seconds(since) + "; its lock ends at "
                + seconds(until)
                + " unless it goes on.";
    }

    private static Instant seconds(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS);
    }
}
