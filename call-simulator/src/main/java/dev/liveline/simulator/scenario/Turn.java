package dev.liveline.simulator.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A step of a scripted call, in the order of the conversation. `pause` is the silence before it.
public sealed interface Turn {

    Duration pause();

    /// Someone speaks and is heard out.
    record Spoken(Speaker speaker, Duration pause, List<Utterance> utterances) implements Turn {

        public Spoken {
            utterances = List.copyOf(utterances);
        }
    }

    /// The assistant speaks until the caller barges in; the caller's [Spoken] turn follows and starts at once.
    ///
    /// @param planned what the assistant would have said; the last utterance is the one that is cut
    /// @param cutAfter how far into the last utterance the caller began
    record CutShort(Duration pause, List<Utterance> planned, Duration cutAfter) implements Turn {

        public CutShort {
            planned = List.copyOf(planned);
            if (planned.isEmpty()) {
                throw new IllegalArgumentException("something must be cut");
            }
        }

        public Utterance cut() {
            return planned.getLast();
        }

        /// What the caller had heard of the cut utterance; may be empty.
        public String heard() {
            return cut().heardAfter(cutAfter);
        }
    }

    /// The assistant uses a tool, in silence.
    record ToolUsed(Duration pause, String toolCallId, String name, Map<String, String> arguments) implements Turn {

        public ToolUsed {
            arguments = Map.copyOf(arguments);
        }
    }
}
