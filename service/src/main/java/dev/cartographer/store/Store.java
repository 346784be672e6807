package dev.cartographer.store;

import dev.cartographer.probe.Turns;
import dev.cartographer.secret.PrivateFiles;
import dev.cartographer.secret.Sealing;
import dev.cartographer.secret.SecretText;
import dev.cartographer.secret.SecretUnreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** All that one database keeps, opened together. */
public final class Store implements AutoCloseable {
  private final Database database;
  private final Sealing sealing;
  private final AuditTable audit;
  private final WriteBack writeBack;
  private final UUID replica = UUID.randomUUID();

  private Store(Database database, Sealing sealing) {
    this.database = database;
    this.sealing = sealing;
    this.audit = new AuditTable(database);
    this.writeBack = new WriteBack(database);
  }

  /**
   * Opens the store of a database.
   *
   * @param keys the private directory of the key-encryption key, which is made when neither it nor
   *     a data key is there yet
   * @throws SecretUnreadable when the database was sealed under another key
   */
  public static Store open(Database database, Path keys) {
    var keyFile = keys.resolve("encryption-key");
    var wrapped = database.with(Store::dataKey);
    if (wrapped.isPresent() && !Files.exists(keyFile)) {
      throw new SecretUnreadable(
          "the database holds secrets sealed under an encryption key that is not at "
              + keyFile
              + ": copy it from the server that made the database");
    }
    var key = keyFile(keys, keyFile);
    return new Store(
        database, Sealing.open(key, wrapped.orElseGet(() -> makeDataKey(database, key))));
  }

  private static SecretText keyFile(Path keys, Path file) {
    try {
      PrivateFiles.makeDirectory(keys);
      return PrivateFiles.readOrMake(file, Sealing::newKeyFile);
    } catch (IOException e) {
      throw new SecretUnreadable("the encryption key file " + file + " can't be read or made", e);
    }
  }

  private static Optional<byte[]> dataKey(Handle h) {
    return h.createQuery("select wrapped from data_key order by version desc limit 1")
        .mapTo(byte[].class)
        .findOne();
  }

  /** Of two replicas that start at once, the first one's key stands. */
  private static byte[] makeDataKey(Database database, SecretText keyFile) {
    var made = Sealing.newDataKey(keyFile);
    return database.inTransaction((Handle h) -> {
      h.createUpdate(
              "insert into data_key (version, wrapped) values (1, :made) on conflict do nothing")
          .bind("made", made)
          .execute();
      return dataKey(h).orElse(made);
    });
  }

  /** The alerts that Alertmanager told of. */
  public AlertTable alerts() {
    return new AlertTable(database);
  }

  /** Incidents and their steps. */
  public IncidentTable incidents() {
    return new IncidentTable(database);
  }

  public Sealing sealing() {
    return sealing;
  }

  public Database database() {
    return database;
  }

  public FleetTable fleet() {
    return new FleetTable(database, sealing);
  }

  public FleetReader reader() {
    return new FleetReader(database);
  }

  public RunwayReader runways() {
    return new RunwayReader(database);
  }

  public Turns probeTurns() {
    return new ProbeTurns(database);
  }

  public RotationRequests requests() {
    return new RotationRequests(database);
  }

  public Removals removals() {
    return new Removals(database);
  }

  public IrrevocableTokens irrevocable() {
    return new IrrevocableTokens(database);
  }

  public ExchangeTable exchanges() {
    return new ExchangeTable(database);
  }

  public CieTable cies() {
    return new CieTable(database);
  }

  public OwnChangeTable ownChanges() {
    return new OwnChangeTable(database);
  }

  public Replicas replicas() {
    return new Replicas(database, replica);
  }

  /** The bindings that agents ask this process for. */
  public AskedTable asked() {
    return new AskedTable(database, audit, replica);
  }

  public PickupTable pickups() {
    return new PickupTable(database);
  }

  public WorkloadTable workloads() {
    return new WorkloadTable(database, new ClusterColumns(sealing));
  }

  public AuditTable audit() {
    return audit;
  }

  public BindingTable queue() {
    return new BindingTable(
        database, new ClaimColumns(new ClusterColumns(sealing)), writeBack, replica);
  }

  @Override
  public void close() {
    audit.close();
    writeBack.close();
    database.close();
  }
}
