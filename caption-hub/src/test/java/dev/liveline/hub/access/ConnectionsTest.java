package dev.liveline.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.liveline.hub.access.Connections.Place;

class ConnectionsTest {

    @Test
    void eachCapHoldsAndARefusalCountsNothing() {
        Connections connections = new Connections(4, 3, 2);

        assertThat(connections.take("a", "ann")).isNotNull();
        assertThat(connections.take("a", "ann")).isNotNull();
        assertThat(connections.take("b", "ann")).as("a third of one subject").isNull();
        assertThat(connections.take("a", "bob")).isNotNull();
        assertThat(connections.take("a", "cem")).as("a fourth from one address").isNull();
        assertThat(connections.take("b", "bob")).isNotNull();
        assertThat(connections.take("c", "cem")).as("a fifth in all").isNull();
        assertThat(connections.open()).isEqualTo(4);
    }

    @Test
    void aPlaceGivenBackIsFreeOnce() {
        Connections connections = new Connections(1, 1, 1);
        Place place = connections.take("a", "ann");

        place.giveBack();
        place.giveBack();

        assertThat(connections.open()).isZero();
        assertThat(connections.take("a", "ann")).isNotNull();
        assertThat(connections.take("a", "ann")).isNull();
    }
}
