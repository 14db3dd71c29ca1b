import { dirname } from "node:path";

/** What the two programs need to know. */
export interface Settings {
  /** Folder for everything they write. */
  readonly folder: string;
  readonly kubeApiserver: string;
  readonly etcdPort: number;
  readonly port: number;
}

/** Command lines of etcd and kube-apiserver: loopback only, nothing kept. */
export function commandsOf(settings: Settings): string[][] {
  return [etcd(settings), kubeApiserver(settings)];
}

function etcd({ folder, kubeApiserver, etcdPort }: Settings): string[] {
  const clients = `http://127.0.0.1:${etcdPort}`;
  // A single member has no peers: any free port will do.
  const peers = "http://127.0.0.1:0";
  return [
    `${dirname(kubeApiserver)}/etcd`,
    `--data-dir=${folder}/data`,
    `--listen-client-urls=${clients}`,
    `--advertise-client-urls=${clients}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=default=${peers}`,
    "--unsafe-no-fsync",
    "--log-level=warn",
  ];
}

/**
 * The ServiceAccount admission wants an account `default` in every namespace,
 * which controllers make; none runs here.
 */
function kubeApiserver(settings: Settings): string[] {
  const { folder, etcdPort, port } = settings;
  return [
    settings.kubeApiserver,
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    "--bind-address=127.0.0.1",
    "--advertise-address=127.0.0.1",
    `--secure-port=${port}`,
    `--cert-dir=${folder}/certificates`,
    `--token-auth-file=${folder}/tokens.csv`,
    "--anonymous-auth=false",
    "--authorization-mode=RBAC",
    "--disable-admission-plugins=ServiceAccount",
    "--endpoint-reconciler-type=none",
    "--service-cluster-ip-range=10.0.0.0/24",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${folder}/accounts.pem`,
    `--service-account-signing-key-file=${folder}/accounts.pem`,
    "--profiling=false",
  ];
}
