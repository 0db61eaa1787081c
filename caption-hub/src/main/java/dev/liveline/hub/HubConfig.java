package dev.liveline.hub;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What can be set of the hub, beside what all services share. What happens at each limit stands in docs/caption-hub.md.
@ConfigMapping(prefix = "liveline")
public interface HubConfig {

    Viewers viewers();

    Feed feed();

    Drain drain();

    Tickets tickets();

    Lobby lobby();

    interface Viewers {

        /// Connections of this replica. 20,000 idle ones take about 200 MB.
        @WithDefault("20000")
        int max();

        /// Connections from one address: an office behind one NAT, or all there are behind a proxy that hides addresses.
        @WithDefault("6000")
        int maxPerAddress();

        /// Connections of one subject, whatever the number of its tokens.
        @WithDefault("6000")
        int maxPerToken();

        /// Calls watched over one multiplexed socket.
        @WithDefault("500")
        int maxSubscriptions();

        /// How often a WebSocket is pinged; silent for two pings, it is dropped.
        @WithDefault("20s")
        Duration pingInterval();

        /// How often an event stream gets a comment.
        @WithDefault("15s")
        Duration commentInterval();

        /// The kernel's send buffer of a viewer's socket, in bytes; 0 leaves it to the kernel. Small on purpose: what lies there cannot be
        /// replaced by newer captions any more.
        @WithDefault("65536")
        int sendBuffer();

        Outbox outbox();

        Inbound inbound();
    }

    interface Outbox {

        /// Live events that wait for a slow viewer's wire; one more closes it with 4008.
        @WithDefault("1024")
        int maxMessages();

        /// Their JSON together, in bytes. Events are shared by all viewers of a call, so a thousand slow ones hold them once.
        @WithDefault("524288")
        int maxBytes();
    }

    interface Inbound {

        /// Messages a viewer may send at once; one subscription each, so it is above `max-subscriptions`.
        @WithDefault("1000")
        int burst();

        /// Messages a second after that. More closes the connection with 1008.
        @WithDefault("20")
        int perSecond();
    }

    interface Feed {

        /// How often each shard's reader must prove that it gets what is written. Two misses make the hub unready.
        @WithDefault("5s")
        Duration probeInterval();

        /// Calls read from Redis at once, for joins and resumes; the others wait.
        @WithDefault("64")
        int concurrentReads();
    }

    interface Drain {

        /// Over how long viewers are sent away when the hub stops.
        @WithDefault("10s")
        Duration duration();
    }

    interface Tickets {

        @WithDefault("30s")
        Duration timeToLive();
    }

    interface Lobby {

        /// Live calls in the lobby's snapshot at most, those with the newest events first.
        @WithDefault("5000")
        int maxCalls();
    }
}
