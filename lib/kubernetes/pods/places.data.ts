/**
 * Every place of the table, one or more kinds of a group to a row.
 *
 * A row is `group/kind[,kind...]` in lower case, then its places; the core
 * group is empty, `group/version/kind` holds for that version only, and an
 * indented line goes on with the row above. A place is a path as `stepsOf` reads
 * it; it leads to the PodSpec or to the object that holds `tolerations`.
 *
 * - ":" stands in for one ".": what is left of it must exist, what is right of
 *   it may be created. Without it the whole path must exist.
 * - "@" at the end: a PodSpec, with containers and every other field of one.
 * - "#" and letters at the end: the fields beside `tolerations`, "n" for
 *   `nodeSelector`, "p" for `priorityClassName`.
 * - "!" last: only a list that is already written may grow.
 *
 * Source: the JSON Schemas of datreeio/CRDs-catalog (snapshot of 2026-08-20),
 * and the projects' own resource definitions for the kinds that it lacks or
 * whose pod templates it leaves open.
 */
export const PLACES = `
/pod spec@
/podtemplate template.spec@
/replicationcontroller spec.template.spec@
acid.zalan.do/postgresql spec
actions.github.com/autoscalinglistener spec.template.spec@
actions.github.com/autoscalingrunnerset spec.listenerTemplate.spec@
  spec.template.spec@
actions.github.com/ephemeralrunner spec.spec@
actions.github.com/ephemeralrunnerset spec.ephemeralRunnerSpec.spec@
actions.summerwind.dev/runner spec#np
actions.summerwind.dev/runnerdeployment,runnerreplicaset spec.template.spec#np
actions.summerwind.dev/runnerset spec.template.spec@
addon.open-cluster-management.io/addondeploymentconfig spec:nodePlacement#n
agent.k8s.elastic.co/agent spec.daemonSet:podTemplate.spec#np
  spec.deployment:podTemplate.spec#np spec.statefulSet:podTemplate.spec#np
agentgateway.dev/agentgatewayparameters spec.deployment.spec.template.spec@
agones.dev/fleet,gameserverset spec.template.spec.template.spec@
agones.dev/gameserver spec.template.spec@
ais.nvidia.com/aistore spec.adminClient#n spec.proxySpec#n spec.targetSpec#n
akri.sh/configuration spec.brokerSpec.brokerPodSpec@
  spec.brokerSpec.brokerJobSpec.template.spec@
anywhere.eks.amazonaws.com/clusterissuer
  spec.acme.solvers[].http01.ingress:podTemplate.spec#np
apm.k8s.elastic.co/apmserver spec:podTemplate.spec#np
app.redislabs.com/redisenterprisecluster
  spec.redisEnterpriseAdditionalPodSpecAttributes#np!
  spec.servicesRiggerSpec.servicesRiggerAdditionalPodSpecAttributes#np!
apps.emqx.io/emqx spec:coreTemplate.spec#n spec.replicantTemplate:spec#n
apps.emqx.io/emqxbroker,emqxenterprise spec.template.spec#n
apps.kruise.io/advancedcronjob spec.template.jobTemplate.spec.template.spec@
  spec.template.broadcastJobTemplate.spec.template.spec@
apps.kruise.io/broadcastjob,cloneset,daemonset,statefulset spec.template.spec@
apps.kruise.io/uniteddeployment
  spec.template.statefulSetTemplate.spec.template.spec@
  spec.template.advancedStatefulSetTemplate.spec.template.spec@
  spec.template.cloneSetTemplate.spec.template.spec@
  spec.template.deploymentTemplate.spec.template.spec@
apps.openshift.io/deploymentconfig spec.template.spec@
apps/daemonset,deployment,replicaset,statefulset spec.template.spec@
argoproj.io/analysisrun,analysistemplate,clusteranalysistemplate
  spec.metrics[].provider.job.spec.template.spec@
argoproj.io/clusterworkflowtemplate,workflow,workflowtemplate spec#n
  spec.templateDefaults#np! spec.templates[]#np!
argoproj.io/cronworkflow spec.workflowSpec#n
  spec.workflowSpec.templateDefaults#np! spec.workflowSpec.templates[]#np!
argoproj.io/eventbus spec.nats.native#np spec.jetstream#np
argoproj.io/eventsource,sensor spec:template#np
argoproj.io/experiment spec.templates[].template.spec@
argoproj.io/rollout spec.template.spec@
argoproj.io/workflowtaskset spec.tasks.*#np!
autoops.k8s.elastic.co/autoopsagentpolicy spec:podTemplate.spec#np
batch.volcano.sh/cronjob spec.jobTemplate.spec.tasks[].template.spec@
batch.volcano.sh/job spec.tasks[].template.spec@
batch/cronjob spec.jobTemplate.spec.template.spec@
batch/job spec.template.spec@
beat.k8s.elastic.co/beat spec.daemonSet:podTemplate.spec#np
  spec.deployment:podTemplate.spec#np
capi.weave.works/clusterbootstrapconfig spec.jobTemplate.spec@
cdi.kubevirt.io/cdi spec:infra#n spec:workload#n
ceph.rook.io/cephcluster spec.placement.*!
  spec.storage.storageClassDeviceSets[].placement!
  spec.storage.storageClassDeviceSets[].preparePlacement! spec:placement.all
ceph.rook.io/cephcosidriver,cephfilesystemmirror,cephrbdmirror spec:placement
ceph.rook.io/cephfilesystem spec.metadataServer:placement
ceph.rook.io/cephnfs spec.server:placement
ceph.rook.io/cephobjectstore spec.gateway:placement
cert-manager.io/clusterissuer,issuer
  spec.acme.solvers[].http01.gatewayHTTPRoute:podTemplate.spec#np
  spec.acme.solvers[].http01.ingress:podTemplate.spec#np
clickhouse-keeper.altinity.com/clickhousekeeperinstallation
  spec.templates.podTemplates[].spec@
clickhouse.altinity.com/clickhouseinstallation,clickhouseinstallationtemplate
  spec.templates.podTemplates[].spec@
clickhouse.com/clickhousecluster,keepercluster spec:podTemplate#n
cluster.redpanda.com/redpanda spec.clusterSpec#n spec.clusterSpec.connectors
  spec.clusterSpec.console#np spec.clusterSpec.statefulset#np!
  spec.clusterSpec.post_install_job.podTemplate.spec#np!
  spec.clusterSpec.post_upgrade_job.podTemplate.spec#np!
  spec.clusterSpec.statefulset.podTemplate.spec#np!
config.openshift.io/build spec.buildOverrides#n
controlplane.cluster.x-k8s.io/kamajicontrolplane spec:deployment#n
  spec.addons.konnectivity.agent!
controlplane.cluster.x-k8s.io/kamajicontrolplanetemplate
  spec.template.spec:deployment#n spec.template.spec.addons.konnectivity.agent!
coroot.com/coroot spec#n spec.clickhouse#n spec.clusterAgent#n
  spec.nodeAgent#np! spec.prometheus#n spec.clickhouse.keeper#n
csi.ceph.io/driver spec.controllerPlugin#p spec.nodePlugin#p
csi.ceph.io/operatorconfig spec:driverSpecDefaults.controllerPlugin#p
  spec:driverSpecDefaults.nodePlugin#p
databases.spotahome.com/redisfailover spec.redis#np spec.sentinel#np
datadoghq.com/datadogagent spec.clusterAgent#np spec.clusterChecksRunner#np
  spec.agent:config spec.override.*#np
datadoghq.com/datadogagentinternal spec.override.*#np
datadoghq.com/datadogagentprofile spec.config.override.*#np
db.atlasgo.io/atlasmigration,atlasschema spec.devDB.spec@
dbaas.percona.com/databasecluster spec.backup.storages.*#np
disaggregatedset.x-k8s.io/disaggregatedset
  spec.roles[].spec.leaderWorkerTemplate.leaderTemplate.spec@
  spec.roles[].spec.leaderWorkerTemplate.workerTemplate.spec@
dragonflydb.io/dragonfly spec#np
druid.apache.org/druid spec#np spec.nodes.*#np!
dynatrace.com/dynakube spec.activeGate#np spec.classicFullStack#np
  spec.kubernetesMonitoring#n spec.routing#n spec.oneAgent.classicFullStack#np
  spec.oneAgent.cloudNativeFullStack#np spec.oneAgent.hostMonitoring#np
  spec.templates.extensionExecutionController
  spec.templates.kspmNodeConfigurationCollector#np
  spec.templates.logMonitoring#np spec.templates.otelCollector
dynatrace.com/edgeconnect spec#n
elasticsearch.k8s.elastic.co/elasticsearch spec.nodeSets[]:podTemplate.spec#np
enterprisesearch.k8s.elastic.co/enterprisesearch spec:podTemplate.spec#np
flink.apache.org/flinkdeployment spec:podTemplate.spec#np
  spec.jobManager.podTemplate.spec#np! spec.taskManager.podTemplate.spec#np!
flow.volcano.sh/jobflow spec.flows[].patch.jobSpec.tasks[].template.spec@!
flow.volcano.sh/jobtemplate spec.tasks[].template.spec@
fluentbit.fluent.io/collector,fluentbit spec#np
fluentd.fluent.io/fluentd spec#np
gateway.envoyproxy.io/envoyproxy spec.provider.kubernetes.envoyDaemonSet:pod#np
  spec.provider.kubernetes.envoyDeployment:pod#np
gateway.kgateway.dev/gatewayparameters spec.kube:podTemplate#np
  spec.kube.deploymentOverlay.spec.template.spec@!
gateway.nginx.org/nginxproxy spec.kubernetes.daemonSet:pod#n
  spec.kubernetes.deployment:pod#n
grafana.integreatly.org/v1beta1/grafana spec:deployment.spec.template.spec#np
gravitee.io/gatewayclassparameters spec.kubernetes.deployment.template.spec@
hivemq.com/hivemqcluster spec#np
hivemq.com/hivemqplatform spec.statefulSet.spec.template.spec#np
imageregistry.operator.openshift.io/config,imagepruner spec#n
infra.contrib.fluxcd.io/terraform spec:runnerPodTemplate.spec#np
infra.contrib.fluxcd.io/v1alpha1/terraform spec:runnerPodTemplate.spec#n
jaegertracing.io/jaeger spec spec.agent#p! spec.allInOne! spec.collector#p!
  spec.ingester! spec.ingress! spec.query#p! spec.storage.dependencies!
  spec.storage.elasticsearch#n spec.storage.esIndexCleaner!
  spec.storage.esRollover!
jobset.x-k8s.io/jobset spec.replicatedJobs[].template.spec.template.spec@
k6.io/k6 spec.initializer#n spec:runner#n spec:starter#n
k6.io/privateloadzone spec.podTemplate.spec@
k6.io/testrun spec.initializer#np spec:runner#np spec:starter#np
k8s.keycloak.org/keycloak spec:scheduling#p spec.import.scheduling#p!
  spec.update.scheduling#p! spec.unsupported.podTemplate.spec#np!
k8s.mariadb.com/backup,restore,sqljob spec#np
k8s.mariadb.com/mariadb spec#np spec.bootstrapFrom.restoreJob#n
  spec.metrics.exporter#np spec.replication.replica.bootstrapFrom.restoreJob#n
k8s.mariadb.com/maxscale spec#np spec.metrics.exporter#np
k8s.mariadb.com/physicalbackup spec#p
k8up.io/podconfig spec.template.spec@
k8up.io/prebackuppod spec.pod.spec@
kafka.strimzi.io/kafka spec.cruiseControl:template.pod#p
  spec.entityOperator:template.pod#p spec.jmxTrans:template.pod#p
  spec.kafka:template.pod#p spec.kafkaExporter:template.pod#p
  spec.zookeeper:template.pod#p
kafka.strimzi.io/kafkabridge,kafkamirrormaker spec:template.pod#p
kafka.strimzi.io/kafkaconnect,kafkamirrormaker2 spec.template.buildPod#p
  spec:template.pod#p
kafka.strimzi.io/kafkanodepool spec.template.pod#p
keda.sh/scaledjob spec.jobTargetRef.template.spec@
kibana.k8s.elastic.co/kibana spec:podTemplate.spec#np
kubeflow.org/jaxjob spec.jaxReplicaSpecs.*.template.spec@
kubeflow.org/mpijob spec.mpiReplicaSpecs.*.template.spec@
kubeflow.org/notebook spec.template.spec@
kubeflow.org/paddlejob spec.paddleReplicaSpecs.*.template.spec@
kubeflow.org/pytorchjob spec.pytorchReplicaSpecs.*.template.spec@
kubeflow.org/tfjob spec.tfReplicaSpecs.*.template.spec@
kubeflow.org/xgboostjob spec.xgbReplicaSpecs.*.template.spec@
kubevirt.io/kubevirt spec:infra.nodePlacement#n spec:workloads.nodePlacement#n
kubevirt.io/virtualmachine,virtualmachineinstancereplicaset
  spec.template.spec#np
kubevirt.io/virtualmachineinstance spec#np
leaderworkerset.x-k8s.io/leaderworkerset
  spec.leaderWorkerTemplate.leaderTemplate.spec@
  spec.leaderWorkerTemplate.workerTemplate.spec@
logging-extensions.banzaicloud.io/eventtailer,hosttailer
  spec:workloadOverrides#np
logging.banzaicloud.io/fluentbitagent,fluentdconfig spec#n
logging.banzaicloud.io/logging spec.fluentbit#n spec.fluentd#n
  spec.syslogNG:configCheckPod#np
  spec.syslogNG:statefulSet.spec.template.spec#np
  spec.nodeAgents[].nodeAgentFluentbit:daemonSet.spec.template.spec#np
logging.banzaicloud.io/nodeagent
  spec.nodeAgentFluentbit:daemonSet.spec.template.spec#np
logging.banzaicloud.io/syslogngconfig spec:configCheckPod#np
  spec:statefulSet.spec.template.spec#np
logging.openshift.io/clusterlogging spec.collection#n spec.visualization#n
  spec.curation.curator#n spec.logStore.elasticsearch#n
  spec.visualization.kibana#n spec.collection.logs.fluentd#n
logstash.k8s.elastic.co/logstash spec:podTemplate.spec#np
maps.k8s.elastic.co/elasticmapsserver spec:podTemplate.spec#np
minio.min.io/tenant spec.kes#n spec.pools[]#n
mongodbcommunity.mongodb.com/mongodbcommunity
  spec.statefulSet.spec.template.spec@
monitoring.coreos.com/alertmanager,prometheus,prometheusagent,thanosruler
  spec#np
monitoring.grafana.com/grafanaagent spec#np
mysql.oracle.com/innodbcluster spec.podSpec@ spec.router.podSpec@
  spec.readReplicas[].podSpec@
mysql.presslabs.org/mysqlcluster spec:podSpec#np
nvidia.com/clusterpolicy spec.daemonsets#p!
nvidia.com/nvidiadriver spec#np
opentelemetry.io/opampbridge,targetallocator spec#np
opentelemetry.io/opentelemetrycollector spec#np spec.targetAllocator#n
operator.cluster.x-k8s.io/addonprovider,bootstrapprovider,controlplaneprovider,coreprovider,infrastructureprovider,ipamprovider,runtimeextensionprovider
  spec.deployment#n! spec.additionalDeployments.*.deployment#n!
operator.knative.dev/knativeeventing,knativeserving spec.deployments[]#n
  spec.workloads[]#n
operator.open-cluster-management.io/clustermanager,klusterlet
  spec:nodePlacement#n
operator.openshift.io/dns spec.nodePlacement#n!
operator.openshift.io/ingresscontroller spec:nodePlacement#n
operator.tigera.io/apiserver spec.apiServerDeployment.spec.template.spec#n!
operator.tigera.io/installation
  spec.calicoKubeControllersDeployment.spec.template.spec#n!
  spec.calicoNodeDaemonSet.spec.template.spec#n!
  spec.calicoNodeWindowsDaemonSet.spec.template.spec#n!
  spec.calicoWindowsUpgradeDaemonSet.spec.template.spec#n!
  spec.csiNodeDriverDaemonSet.spec.template.spec#n!
  spec.typhaDeployment.spec.template.spec#n!
operator.victoriametrics.com/vlagent,vlsingle,vmagent,vmalert,vmalertmanager,vmanomaly,vmauth,vmsingle,vtsingle
  spec#np
operator.victoriametrics.com/vlcluster spec.vlinsert#np spec.vlselect#np
  spec.vlstorage#np
operator.victoriametrics.com/vmcluster spec.vminsert#np spec.vmselect#np
  spec.vmstorage#np
operator.victoriametrics.com/vtcluster spec.insert#np spec.select#np
  spec.storage#np
operators.coreos.com/catalogsource spec:grpcPodConfig#np
operators.coreos.com/clusterserviceversion
  spec.install.spec.deployments[].spec.template.spec@
operators.coreos.com/subscription spec:config#n
packageregistry.k8s.elastic.co/packageregistry spec:podTemplate.spec#np
pg.percona.com/perconapgcluster spec.dataSource.pgbackrest#p
  spec.dataSource.postgresCluster#p spec.instances[]#p spec.proxy.pgBouncer#p
  spec.backups.pgbackrest:jobs#p spec.backups.pgbackrest:repoHost#p
  spec.backups.pgbackrest.restore#p
pg.percona.com/postgrescluster spec.dataSource.pgbackrest#p
  spec.dataSource.postgresCluster#p spec.instances[]#p spec.proxy.pgBouncer#p
  spec.userInterface.pgAdmin#p spec.backups.pgbackrest:jobs#p
  spec.backups.pgbackrest:repoHost#p spec.backups.pgbackrest.restore#p
pingcap.com/backup,restore spec#p
pingcap.com/backupschedule spec.backupTemplate#p spec.logBackupTemplate#p
pingcap.com/dmcluster spec#np spec.discovery#np! spec.master#np! spec.worker#np!
pingcap.com/tidbcluster spec#np spec.discovery#np! spec.pd#np! spec.pump#np!
  spec.ticdc#np! spec.tidb#np! spec.tiflash#np! spec.tikv#np! spec.tiproxy#np!
  spec.pdms[]#np!
pingcap.com/tidbdashboard spec#np
pingcap.com/tidbinitializer,tidbmonitor spec#n
pingcap.com/tidbngmonitoring spec#np spec.ngMonitoring#np!
piraeus.io/linstorcluster spec#n spec.controller.podTemplate.spec@!
  spec.csiController.podTemplate.spec@! spec.csiNode.podTemplate.spec@!
  spec.highAvailabilityController.podTemplate.spec@!
piraeus.io/linstorsatelliteconfiguration spec.podTemplate.spec@!
pkg.crossplane.io/controllerconfig spec#np
pkg.crossplane.io/deploymentruntimeconfig
  spec.deploymentTemplate.spec.template.spec@
platform.confluent.io/connect,controlcenter,gateway,kafka,kafkarestproxy,kraftcontroller,ksqldb,schemaregistry,usmagent,zookeeper
  spec:podTemplate#p
platform.confluent.io/flinkapplication,flinkdeployment spec:podTemplate.spec#np
  spec.jobManager.podTemplate.spec#np! spec.taskManager.podTemplate.spec#np!
platform.confluent.io/flinkbluegreendeployment
  spec.template.spec:podTemplate.spec#np
  spec.template.spec.jobManager.podTemplate.spec#np!
  spec.template.spec.taskManager.podTemplate.spec#np!
pool.kubevirt.io/virtualmachinepool
  spec.virtualMachineTemplate.spec.template.spec#np
postgres-operator.crunchydata.com/pgadmin,pgupgrade spec#p
postgres-operator.crunchydata.com/postgrescluster spec.dataSource.pgbackrest#p
  spec.dataSource.postgresCluster#p spec.instances[]#p spec.proxy.pgBouncer#p
  spec.userInterface.pgAdmin#p spec.backups.pgbackrest:jobs#p
  spec.backups.pgbackrest:repoHost#p spec.backups.pgbackrest.restore#p
postgresql.cnpg.io/cluster spec:affinity#n
postgresql.cnpg.io/pooler spec.template.spec@
projectcontour.io/contourdeployment spec:contour.nodePlacement#n
  spec:envoy.nodePlacement#n
ps.percona.com/perconaservermysql spec.mysql#np spec.orchestrator#np
  spec.proxy.haproxy#np spec.proxy.router#np spec.backup.storages.*#np
ps.percona.com/perconaservermysqlrestore spec.backupSource.storage#np
psmdb.percona.com/perconaservermongodb spec.replsets[]#np
  spec.sharding.configsvrReplSet#np spec.sharding.mongos#np
  spec.replsets[].arbiter#np spec.replsets[].hidden#np
  spec.replsets[].nonvoting#np spec.sharding.configsvrReplSet.arbiter#np
  spec.sharding.configsvrReplSet.hidden#np
  spec.sharding.configsvrReplSet.nonvoting#np
pxc.percona.com/perconaxtradbcluster spec.haproxy#np spec.proxysql#np
  spec.pxc#np spec.backup.storages.*#np
rabbitmq.com/rabbitmqcluster spec spec.override.statefulSet.spec.template.spec@!
ray.io/raycluster spec.headGroupSpec.template.spec@
  spec.workerGroupSpecs[].template.spec@
ray.io/raycronjob spec.jobTemplate.submitterPodTemplate.spec@
  spec.jobTemplate.rayClusterSpec.headGroupSpec.template.spec@
  spec.jobTemplate.rayClusterSpec.workerGroupSpecs[].template.spec@
ray.io/rayjob spec.submitterPodTemplate.spec@
  spec.rayClusterSpec.headGroupSpec.template.spec@
  spec.rayClusterSpec.workerGroupSpecs[].template.spec@
ray.io/rayservice spec.rayClusterConfig.headGroupSpec.template.spec@
  spec.rayClusterConfig.workerGroupSpecs[].template.spec@
redis.redis.opstreelabs.in/redis,redisreplication,redissentinel spec#np
redis.redis.opstreelabs.in/rediscluster spec.redisFollower#n spec.redisLeader#n
renovate-operator.mogenius.com/renovatejob spec#np
repo-manager.pulpproject.org/pulp spec.api spec.cache spec.content spec.database
  spec.worker
resource.streamnative.io/computeflinkdeployment
  spec.communityTemplate.spec.jobManagerPodTemplate:spec#n
  spec.communityTemplate.spec.taskManagerPodTemplate:spec#n
scylla.scylladb.com/nodeconfig spec:placement#n
scylla.scylladb.com/scyllacluster spec.datacenter.racks[]:placement
scylla.scylladb.com/scylladbmonitoring spec.components.grafana:placement
  spec.components.prometheus:placement
seaweed.seaweedfs.com/adminscript spec#n
seaweed.seaweedfs.com/seaweed spec#n spec.admin#np! spec.filer#np!
  spec.master#np! spec.s3#np! spec.sftp#np! spec.volume#np! spec.worker#np!
  spec.volumeTopology.*#np!
seaweed.seaweedfs.com/seaweedcsidriver spec.controller#n spec.mountService#n
  spec.node#n
serving.knative.dev/configuration,service spec.template.spec@
serving.knative.dev/revision spec@
serving.kserve.io/clusterservingruntime,servingruntime spec#n spec.workerSpec#n
serving.kserve.io/inferencegraph spec#n
serving.kserve.io/inferenceservice spec.explainer#np spec.predictor#np
  spec.transformer#np spec.predictor.workerSpec#np
sources.knative.dev/containersource,integrationsource spec.template.spec@
sparkoperator.k8s.io/scheduledsparkapplication spec.template.driver#np
  spec.template.executor#np
sparkoperator.k8s.io/sparkapplication spec.driver#np spec.executor#np
stunner.l7mp.io/dataplane spec
tailscale.com/dnsconfig spec.nameserver:pod#n
tailscale.com/proxyclass spec:statefulSet.pod#np
tailscale.com/recorder spec:statefulSet.pod#n
tekton.dev/v1/pipelinerun spec:taskRunTemplate.podTemplate#np
  spec.taskRunSpecs[].podTemplate#np!
tekton.dev/v1/taskrun spec:podTemplate#np
tekton.dev/v1beta1/pipelinerun spec:podTemplate#np
  spec.taskRunSpecs[].taskPodTemplate#np!
tekton.dev/v1beta1/taskrun spec:podTemplate#np
tempo.grafana.com/tempomonolithic spec#n
tempo.grafana.com/tempostack spec:template.compactor#n spec:template.ingester#n
  spec:template.querier#n spec:template.distributor.component#n
  spec.template.gateway:component#n spec:template.queryFrontend.component#n
temporal.io/temporalcluster
  spec.services.overrides.deployment.spec.template.spec@
  spec.services.frontend.overrides.deployment.spec.template.spec@!
  spec.services.history.overrides.deployment.spec.template.spec@!
  spec.services.internalFrontend.overrides.deployment.spec.template.spec@!
  spec.services.matching.overrides.deployment.spec.template.spec@!
  spec.services.worker.overrides.deployment.spec.template.spec@!
  spec.ui.overrides.deployment.spec.template.spec@
  spec.admintools.overrides.deployment.spec.template.spec@
temporal.io/temporalworkerdeployment,workerdeployment spec.template.spec@
testworkflows.testkube.io/testworkflow,testworkflowtemplate spec:pod#np
  spec.services.*:pod#np spec.after[].services.*:pod#np
  spec.setup[].services.*:pod#np spec.steps[].services.*:pod#np
trainer.kubeflow.org/clustertrainingruntime,trainingruntime
  spec.template.spec.replicatedJobs[].template.spec.template.spec@
trainer.kubeflow.org/trainjob spec.podSpecOverrides[]#n!
  spec.runtimePatches[].trainingRuntimeSpec.template.spec.replicatedJobs[].template.spec.template.spec#n!
upgrade.cattle.io/plan spec#np
valkey.io/valkeycluster spec:scheduling#np
valkey.io/valkeynode spec#np
vault.banzaicloud.com/vault spec#n spec.vaultConfigurerPodSpec#np!
  spec.vaultPodSpec#np!
`;

/**
 * The kinds that have tolerations, or seem to, and are left alone: a row is
 * `group/kind` or `group/version/kind` in lower case, then the reason.
 */
export const LOOK_ALIKES = `
acme.cert-manager.io/challenge cert-manager writes it from an Issuer; its spec cannot be changed
apps.emqx.io/v1beta3/emqxbroker this version spells the field toleRations
apps.emqx.io/v1beta3/emqxenterprise this version spells the field toleRations
apps.emqx.io/v2alpha1/emqx this version spells the field toleRations
apps.kruise.io/workloadspread a subset's tolerations choose where one share of the pods goes
awx.ansible.com/awx its tolerations are a string of YAML, not a list
awx.ansible.com/awxmeshingress its tolerations are a string of YAML, not a list
cluster.open-cluster-management.io/placement it tolerates the taints of managed clusters, not of nodes
kueue.x-k8s.io/resourceflavor its tolerations are added to every workload the flavor admits
kueue.x-k8s.io/workload kueue writes its pod sets from the job they describe
node.k8s.io/runtimeclass its tolerations are added to every pod that asks for the class
resource.k8s.io/deviceclass it describes devices, which have taints of their own
resource.k8s.io/devicetaintrule it taints devices, not nodes
resource.k8s.io/resourceclaim its requests tolerate the taints of devices, not of nodes
resource.k8s.io/resourceclaimtemplate its requests tolerate the taints of devices, not of nodes
resource.streamnative.io/secret it tolerates the taints of Pulsar pool members, not of nodes
snapshot.kubevirt.io/virtualmachinesnapshotcontent it records a virtual machine as it was
`;
