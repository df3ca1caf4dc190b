# Memos Appliance in the place of a Memos job: the same service, port and volume.
#
# The client must offer the host volume, owned by user 10001:
#
#   client {
#     host_volume "memos" {
#       path = "/srv/nomad/memos"
#     }
#   }
#
#   nomad job run -var image=memos-appliance:0.1.0 nomad/memos.nomad.hcl
#
# Secrets are optional and live in the job's own variable:
#
#   nomad var put nomad/jobs/memos dsn=postgres://... admin_username=... admin_password=...

variable "datacenters" {
  type    = list(string)
  default = ["*"]
}

variable "image" {
  type        = string
  default     = "memos-appliance:0.1.0"
  description = "Anything but the tag latest lets the client use an image it already has."
}

variable "port" {
  type    = number
  default = 5230
}

variable "host_network" {
  type        = string
  default     = "default"
  description = "On a client with IPv6, a host_network with an IPv4 CIDR keeps a second job off the port."
}

variable "network_mode" {
  type        = string
  default     = "bridge"
  description = "bridge publishes the port; host shares the network of the client."
}

variable "volume" {
  type    = string
  default = "memos"
}

variable "instance_url" {
  type        = string
  default     = ""
  description = "The address at which people reach the server."
}

variable "trusted_proxies" {
  type        = string
  default     = ""
  description = "Networks of the ingress, for example 127.0.0.1/32."
}

job "memos" {
  datacenters = var.datacenters
  type        = "service"

  # One SQLite directory and one static port: the old allocation ends before the new one
  # starts, and a version that does not become ready is taken back.
  update {
    max_parallel      = 1
    canary            = 0
    health_check      = "checks"
    min_healthy_time  = "5s"
    healthy_deadline  = "2m"
    progress_deadline = "5m"
    auto_revert       = true
  }

  group "memos" {
    count = 1

    # Time for the ingress to notice before the server stops listening.
    shutdown_delay = "2s"

    network {
      port "http" {
        static       = var.port
        host_network = var.host_network
      }
    }

    volume "data" {
      type   = "host"
      source = var.volume
    }

    restart {
      attempts = 5
      interval = "5m"
      delay    = "10s"
      mode     = "delay"
    }

    service {
      name     = "memos"
      port     = "http"
      provider = "nomad"

      check {
        name     = "ready"
        type     = "http"
        path     = "/readyz"
        interval = "5s"
        timeout  = "3s"
      }

      # A restart helps a process that hangs, not one whose database is away: only the
      # check of the process itself asks for one.
      check {
        name     = "alive"
        type     = "http"
        path     = "/healthz"
        interval = "10s"
        timeout  = "3s"

        check_restart {
          limit = 3
          grace = "30s"
        }
      }
    }

    task "memos" {
      driver = "docker"
      user   = "10001:10001"

      # The server drains within 10 s; clients cap this at 30 s unless told otherwise.
      kill_timeout = "20s"

      config {
        image           = var.image
        network_mode    = var.network_mode
        ports           = ["http"]
        readonly_rootfs = true
        cap_drop        = ["all"]
        security_opt    = ["no-new-privileges"]
        pids_limit      = 200

        mount {
          type   = "tmpfs"
          target = "/tmp"

          tmpfs_options {
            size = 33554432
          }
        }
      }

      env {
        APPLIANCE_PORT            = "${NOMAD_PORT_http}"
        APPLIANCE_INSTANCE_URL    = var.instance_url
        APPLIANCE_TRUSTED_PROXIES = var.trusted_proxies
      }

      volume_mount {
        volume      = "data"
        destination = "/var/opt/memos"
      }

      template {
        destination = "${NOMAD_SECRETS_DIR}/appliance.env"
        env         = true
        perms       = "0400"
        uid         = 10001
        gid         = 10001

        data = <<-EOT
          {{- if nomadVarExists "nomad/jobs/memos" -}}
          {{- with nomadVar "nomad/jobs/memos" -}}
          {{- with .dsn.Value }}
          APPLIANCE_DSN={{ . | toJSON }}
          {{- end }}
          {{- with .admin_username.Value }}
          APPLIANCE_ADMIN_USERNAME={{ . | toJSON }}
          {{- end }}
          {{- with .admin_password.Value }}
          APPLIANCE_ADMIN_PASSWORD={{ . | toJSON }}
          {{- end }}
          {{- end }}
          {{- end }}
        EOT
      }

      resources {
        cpu    = 200
        memory = 256
      }
    }
  }
}
