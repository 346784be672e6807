package dev.cartographer.fleet;

/** One event of a YAML or JSON text: what the two have in common. */
sealed interface FleetEvent {

  Place place();

  /** A key or a value. It may be a secret, so it does not print. */
  record Text(String value, boolean quoted, Place place) implements FleetEvent, Piece {

    /** Whether it stands for "no value": nothing, {@code ~} or {@code null}, not quoted. */
    boolean isAbsent() {
      return !quoted && (value.isEmpty() || value.equals("~") || value.equals("null"));
    }

    @Override
    public String toString() {
      return "text at " + place;
    }
  }

  /** A mapping begins. */
  record MappingStart(Place place) implements FleetEvent {}

  /** A list begins. */
  record ListStart(Place place) implements FleetEvent {}

  /** The mapping or list begun last ends. */
  record End(Place place) implements FleetEvent {}

  /** The document is over and nothing follows it. */
  record Over(Place place) implements FleetEvent {}

  /** Gives one event after another. */
  interface Source {
    /**
     * The next event; after {@link Over} there is none.
     *
     * @throws FleetFileException when the text is not what its syntax says
     */
    FleetEvent next();
  }
}
