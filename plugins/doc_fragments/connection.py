# Copyright: (c) 2026, nodeworks contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options of a connection, for modules, inventory and lookup alike."""

from __future__ import annotations


class ModuleDocFragment:
    """Read by ansible-doc; the argument spec it describes is plugins/module_utils/options/connection.py."""

    DOCUMENTATION = r"""
options:
  cloud:
    description:
      - Name of a cloud in C(clouds.yaml), or a dictionary with the same content.
      - C(clouds.yaml) is looked for in the current folder, in C(~/.config/openstack) and in C(/etc/openstack), or it is
        the file that the environment variable E(OS_CLIENT_CONFIG_FILE) names. C(secure.yaml), looked for in the same
        folders or named by E(OS_CLIENT_SECURE_FILE), is laid over it.
      - The C(profile) of a cloud is described in C(clouds-public.yaml) under C(public-clouds), looked for in the same
        folders or named by E(OS_CLIENT_VENDOR_FILE). It lies under what the cloud says itself.
      - In URLs there, V({region_name}) and names of other options stand for their values, and in those of services
        V(%(project_id\)s) for the id of the project.
      - Without O(cloud) the environment variable E(OS_CLOUD) names the cloud. Without that, the other C(OS_*) variables
        describe it, or it is the only cloud of C(clouds.yaml). The cloud of these variables has the name V(envvars), or
        what E(OS_CLOUD_NAME) says.
      - Each option of the connection, given in the task, goes before what the cloud or the environment say.
    type: raw
  auth:
    description:
      - Identity options as a dictionary, as they stand under C(auth) in C(clouds.yaml).
      - An option of the same name beside O(auth) goes before it.
    type: dict
    suboptions:
      auth_url: &auth_url
        description:
          - URL of the identity service, in any spelling. With or without version, V(/auth/tokens) or a slash at the end.
          - Environment variable E(OS_AUTH_URL); C(auth_url) in C(clouds.yaml).
        type: str
        aliases: [ex_force_auth_url]
      username: &username
        description:
          - Name of the user. It is unique only within its domain.
          - Environment variable E(OS_USERNAME); C(username) in C(clouds.yaml).
        type: str
        aliases: [user]
      user_id: &user_id
        description:
          - Id of the user, instead of name and domain.
          - Environment variable E(OS_USER_ID); C(user_id) in C(clouds.yaml).
        type: str
      password: &password
        description:
          - Password of the user.
          - Environment variable E(OS_PASSWORD); C(password) in C(clouds.yaml).
        type: str
      api_key: &api_key
        description:
          - API key of the user, for the auth versions V(2.0_apikey), V(1.1) and V(1.0).
          - Environment variable E(OS_API_KEY); C(api_key) in C(clouds.yaml).
        type: str
      passcode: &passcode
        description:
          - Passcode of the moment (TOTP).
          - Environment variable E(OS_PASSCODE); C(passcode) in C(clouds.yaml).
        type: str
      user_domain_name: &user_domain_name
        description:
          - Name of the user's domain. Without name and id it is the domain with the id V(default).
          - Environment variable E(OS_USER_DOMAIN_NAME), else E(OS_DEFAULT_DOMAIN_NAME); C(user_domain_name), else
            C(default_domain_name), in C(clouds.yaml).
        type: str
        aliases: [ex_domain_name]
      user_domain_id: &user_domain_id
        description:
          - Id of the user's domain.
          - Environment variable E(OS_USER_DOMAIN_ID), else E(OS_DEFAULT_DOMAIN_ID) or E(OS_DEFAULT_DOMAIN);
            C(user_domain_id), else C(default_domain_id) or C(default_domain), in C(clouds.yaml).
        type: str
      project_name: &project_name
        description:
          - Name of the project to work in. It is unique only within its domain.
          - An application credential is good for the project that it was made in; another one is an error.
          - Environment variable E(OS_PROJECT_NAME) or E(OS_TENANT_NAME); C(project_name) in C(clouds.yaml).
        type: str
        aliases: [tenant_name, ex_tenant_name]
      project_id: &project_id
        description:
          - Id of the project, instead of name and domain.
          - Environment variable E(OS_PROJECT_ID) or E(OS_TENANT_ID); C(project_id) in C(clouds.yaml).
        type: str
        aliases: [tenant_id]
      project_domain_name: &project_domain_name
        description:
          - Name of the project's domain. Without name and id it is the domain with the id V(default).
          - Environment variable E(OS_PROJECT_DOMAIN_NAME), else E(OS_DEFAULT_DOMAIN_NAME); C(project_domain_name), else
            C(default_domain_name), in C(clouds.yaml).
        type: str
      project_domain_id: &project_domain_id
        description:
          - Id of the project's domain.
          - Environment variable E(OS_PROJECT_DOMAIN_ID), else E(OS_DEFAULT_DOMAIN_ID) or E(OS_DEFAULT_DOMAIN);
            C(project_domain_id), else C(default_domain_id) or C(default_domain), in C(clouds.yaml).
        type: str
        aliases: [ex_tenant_domain_id]
      domain_name: &domain_name
        description:
          - Name of a domain, for a token whose scope is a domain.
          - Environment variable E(OS_DOMAIN_NAME); C(domain_name) in C(clouds.yaml). In both places, beside
            a project, it is no scope but the domain of user and project, as other tools have it.
        type: str
      domain_id: &domain_id
        description:
          - Id of a domain, for a token whose scope is a domain.
          - Environment variable E(OS_DOMAIN_ID); C(domain_id) in C(clouds.yaml). In both places, beside
            a project, it is no scope but the domain of user and project, as other tools have it.
        type: str
      system_scope: &system_scope
        description:
          - V(all), for a token whose scope is the whole system.
          - Environment variable E(OS_SYSTEM_SCOPE); C(system_scope) in C(clouds.yaml).
        type: str
      trust_id: &trust_id
        description:
          - Id of a trust, for a token in another user's name.
          - Environment variable E(OS_TRUST_ID); C(trust_id) in C(clouds.yaml).
        type: str
      application_credential_id: &application_credential_id
        description:
          - Id of an application credential.
          - Environment variable E(OS_APPLICATION_CREDENTIAL_ID); C(application_credential_id) in C(clouds.yaml).
        type: str
      application_credential_name: &application_credential_name
        description:
          - Name of an application credential. It is unique only for its user, who has to be given too.
          - Environment variable E(OS_APPLICATION_CREDENTIAL_NAME); C(application_credential_name) in C(clouds.yaml).
        type: str
      application_credential_secret: &application_credential_secret
        description:
          - Secret of the application credential.
          - Environment variable E(OS_APPLICATION_CREDENTIAL_SECRET); C(application_credential_secret) in
            C(clouds.yaml).
        type: str
      auth_token: &auth_token
        description:
          - A token that is already there. With O(base_url) nothing else is needed and the identity service is not
            contacted. With O(auth_url) it is used to fetch the catalog, or to get a token with another scope.
          - Environment variable E(OS_TOKEN) or E(OS_AUTH_TOKEN); C(token) in C(clouds.yaml).
        type: str
        aliases: [ex_force_auth_token, token]
      identity_provider: &identity_provider
        description:
          - Name of the identity provider, as the identity service calls it, for federation.
          - Environment variable E(OS_IDENTITY_PROVIDER); C(identity_provider) in C(clouds.yaml).
        type: str
      protocol:
        description:
          - Name of the federation protocol, as the identity service calls it, for example V(openid).
          - Environment variable E(OS_PROTOCOL); C(protocol) in C(clouds.yaml).
        type: str
      access_token: &access_token
        description:
          - Access token of the identity provider.
          - Environment variable E(OS_ACCESS_TOKEN); C(access_token) in C(clouds.yaml).
        type: str
      client_id: &client_id
        description:
          - Id of the client at the identity provider.
          - Environment variable E(OS_CLIENT_ID); C(client_id) in C(clouds.yaml).
        type: str
      client_secret: &client_secret
        description:
          - Secret of the client at the identity provider.
          - Environment variable E(OS_CLIENT_SECRET); C(client_secret) in C(clouds.yaml).
        type: str
      discovery_endpoint: &discovery_endpoint
        description:
          - URL of the identity provider's OpenID discovery document, which tells where to get an access token.
          - Environment variable E(OS_DISCOVERY_ENDPOINT); C(discovery_endpoint) in C(clouds.yaml).
        type: str
      access_token_endpoint: &access_token_endpoint
        description:
          - URL where the identity provider gives access tokens, instead of O(discovery_endpoint).
          - Environment variable E(OS_ACCESS_TOKEN_ENDPOINT); C(access_token_endpoint) in C(clouds.yaml).
        type: str
      openid_scope: &openid_scope
        description:
          - Scopes to ask the identity provider for. The default is V(openid profile).
          - Environment variable E(OS_OPENID_SCOPE); C(openid_scope) in C(clouds.yaml).
        type: str
  auth_version:
    description:
      - How to authenticate. One of V(1.0), V(1.1), V(2.0_apikey) (or V(2.0), as in Libcloud), V(2.0_password),
        V(2.0_token), V(2.0_voms), V(3.x_password), V(3.x_appcred), V(3.x_token), V(3.x_totp), V(3.x_multifactor),
        V(3.x_oidc_access_token), V(3.x_oidc_password), V(3.x_oidc_client_credentials) and V(none), or keystoneauth's name
        for one of them, for example V(v3applicationcredential).
      - V(password) and V(token) leave the version to the identity service, which has V(3.x_password) tried first.
      - Left out, it follows from the credentials that are given. RV(nodeworks.openstack.os_catalog_info#module:token.auth_version)
        says which was used.
      - Where the version is left open, E(OS_IDENTITY_API_VERSION), or C(identity_api_version) in C(clouds.yaml), says it.
      - Environment variable E(OS_AUTH_TYPE) or E(OS_AUTH_PLUGIN); C(auth_type) in C(clouds.yaml).
    type: str
    aliases: [ex_force_auth_version, auth_type]
  auth_url: *auth_url
  username: *username
  user_id: *user_id
  password: *password
  api_key: *api_key
  passcode: *passcode
  user_domain_name: *user_domain_name
  user_domain_id: *user_domain_id
  project_name: *project_name
  project_id: *project_id
  project_domain_name: *project_domain_name
  project_domain_id: *project_domain_id
  domain_name: *domain_name
  domain_id: *domain_id
  system_scope: *system_scope
  trust_id: *trust_id
  application_credential_id: *application_credential_id
  application_credential_name: *application_credential_name
  application_credential_secret: *application_credential_secret
  auth_token: *auth_token
  identity_provider: *identity_provider
  protocol:
    description:
      - Name of the federation protocol, as the identity service calls it, for example V(openid).
      - Environment variable E(OS_PROTOCOL); C(protocol) in C(clouds.yaml).
    type: str
  access_token: *access_token
  client_id: *client_id
  client_secret: *client_secret
  discovery_endpoint: *discovery_endpoint
  access_token_endpoint: *access_token_endpoint
  openid_scope: *openid_scope
  token_scope:
    description:
      - The scope of the token. Left out, it follows from the project, domain, system or trust that is given.
      - C(token_scope) in C(clouds.yaml).
    type: str
    choices: [project, domain, system, trust, unscoped]
    aliases: [ex_token_scope]
  region_name:
    description:
      - Region whose endpoints are used. Needed only where the catalog has several.
      - Where the cloud has a list C(regions) in C(clouds.yaml), it has to be one of these, and what C(values) of that
        region say goes before the rest of the cloud. Left out, it is the first of the list.
      - Environment variable E(OS_REGION_NAME); C(region_name) in C(clouds.yaml).
    type: str
    aliases: [region, ex_force_service_region, ex_service_region]
  interface:
    description:
      - Which of a service's endpoints to use. Left out, it is what C(clouds.yaml) or the environment say, else
        V(public).
      - Environment variable E(OS_INTERFACE) or E(OS_ENDPOINT_TYPE); C(interface) in C(clouds.yaml), where it may be a
        list. The first of them that a service has is used.
    type: str
    choices: [public, internal, admin]
    aliases: [endpoint_type]
  service_type:
    description:
      - Type under which the catalog has the compute service. It says nothing about other services; see O(endpoints).
      - Environment variable E(OS_COMPUTE_SERVICE_TYPE); C(compute_service_type) in C(clouds.yaml).
    type: str
    aliases: [ex_force_service_type, ex_service_type]
  service_name:
    description:
      - Name that the compute service has in the catalog. Left out, any name will do. It says nothing about other
        services; see O(endpoints).
      - Environment variable E(OS_COMPUTE_SERVICE_NAME); C(compute_service_name) in C(clouds.yaml).
    type: str
    aliases: [ex_force_service_name, ex_service_name]
  base_url:
    description:
      - URL of the compute service. The catalog is not consulted for it. The other services are still found there.
      - Environment variable E(OS_COMPUTE_ENDPOINT_OVERRIDE); C(compute_endpoint_override) in C(clouds.yaml).
    type: str
    aliases: [ex_force_base_url]
  image_url:
    description:
      - URL of the image service, in the same way.
      - Environment variable E(OS_IMAGE_ENDPOINT_OVERRIDE); C(image_endpoint_override) in C(clouds.yaml).
    type: str
    aliases: [ex_force_image_url]
  network_url:
    description:
      - URL of the network service, in the same way.
      - Environment variable E(OS_NETWORK_ENDPOINT_OVERRIDE); C(network_endpoint_override) in C(clouds.yaml).
    type: str
    aliases: [ex_force_network_url]
  volume_url:
    description:
      - URL of the block storage service, in the same way.
      - Environment variable E(OS_VOLUME_ENDPOINT_OVERRIDE); C(volume_endpoint_override) in C(clouds.yaml).
    type: str
    aliases: [ex_force_volume_url]
  reservation_url:
    description:
      - URL of the reservation service, in the same way.
      - Environment variable E(OS_RESERVATION_ENDPOINT_OVERRIDE); C(reservation_endpoint_override) in C(clouds.yaml).
    type: str
    aliases: [ex_force_reservation_url]
  microversion:
    description:
      - Microversion to speak with the compute service, like V(2.79) or V(latest), or with another service, which is
        written before it, as in V(volume 3.60). For several services see O(endpoints).
      - Left out, each request uses the one it needs.
      - Environment variable E(OS_COMPUTE_API_VERSION) or E(OS_COMPUTE_DEFAULT_MICROVERSION); C(compute_api_version),
        C(compute_default_microversion) or C(microversion) in C(clouds.yaml). A mere C(2) there is no microversion.
        Write it in quotes, because YAML reads a bare 2.60 as 2.6.
    type: str
    aliases: [ex_force_microversion]
  endpoints:
    description:
      - How the endpoint of a service is chosen, for each service by itself.
      - The keys are V(identity), V(compute), V(image), V(network), V(volume), V(placement) and V(reservation), or any
        type of these services, like V(volumev3). Each holds any of C(service_type), C(service_name), C(region_name),
        C(interface), C(url) and C(microversion).
      - It goes before O(base_url) and the other options that are about one service.
      - C(endpoints) in C(clouds.yaml), or keys with the service before them, as in C(volume_endpoint_override),
        C(volume_service_type), C(volume_service_name), C(volume_region_name), C(volume_interface),
        C(volume_api_version) and C(volume_default_microversion). Environment variables of these names with C(OS_)
        before them, in capitals.
    type: dict
  validate_certs:
    description:
      - Whether the servers' certificates are checked. The default is V(true).
      - Environment variable E(OS_INSECURE), which means the opposite; C(verify) in C(clouds.yaml), or C(insecure).
    type: bool
    aliases: [verify]
  ca_cert:
    description:
      - File with the certificates of the authorities that are trusted.
      - Environment variable E(OS_CACERT); C(cacert) in C(clouds.yaml).
    type: path
    aliases: [cacert]
  client_cert:
    description:
      - File with the certificate to show to servers that ask for one, and its key if O(client_key) is left out.
      - Environment variable E(OS_CERT); C(cert) in C(clouds.yaml).
    type: path
    aliases: [cert]
  client_key:
    description:
      - File with the key of that certificate.
      - Environment variable E(OS_KEY); C(key) in C(clouds.yaml).
    type: path
    aliases: [key]
  proxy_url:
    description:
      - Proxy for all requests. Left out, the environment variables E(HTTPS_PROXY), E(HTTP_PROXY) and E(NO_PROXY) count.
      - C(proxy_url) in C(clouds.yaml).
    type: str
  api_timeout:
    description:
      - Seconds to wait for a connection, for the status and all headers of an answer, and then for each part of it. The
        default is V(60).
      - An answer as a whole may take ten times as long, a file that is downloaded any time.
      - So long, too, is waited for another run that holds the file of the token; then the cache is done without.
      - Environment variable E(OS_API_TIMEOUT); C(api_timeout) in C(clouds.yaml).
    type: float
  max_response_size:
    description:
      - How large an answer may be, in MiB, after it was unpacked; a larger one is an error. The default is V(100), which
        is some 20,000 nodes with all their details in one page.
      - Files that are downloaded are not meant.
      - C(max_response_size) in C(clouds.yaml).
    type: float
  retries:
    description:
      - How often a request that did no harm is sent again when the server cannot be reached or is busy. The default is
        V(3).
      - C(retries) in C(clouds.yaml), or the larger of C(connect_retries) and C(status_code_retries).
    type: int
  token_cache:
    description:
      - Whether tokens are kept in files that only the user can read, so that many tasks and forks share one. A path
        names the folder for them. The default is V(true).
      - Beside them is noted what is about to be made, until it is known whether it was made, so that a run after one that
        was killed does not make it twice.
      - C(token_cache) in C(clouds.yaml).
    type: raw
    aliases: [ex_auth_cache]
  trace:
    description:
      - Where to write down each request, as a line to read and a C(curl) command to run. V(result) for the key C(trace) of
        the task's result (of an inventory or lookup, it is printed), V(stderr), or a file to append to.
      - Secrets are replaced by names like C(SECRET_1a2b3c4d), the same secret by the same name. In the commands these are
        shell variables; whoever sets them can run the commands.
      - With C(-vvv) the key C(trace) is in the result in any case.
      - Environment variable E(NODEWORKS_TRACE); C(trace) in C(clouds.yaml).
    type: str
requirements:
  - python >= 3.9
  - requests
notes:
  - Environment variables and files are those of the host on which the module runs.
"""
