app_name = "descriptions_network"

urlpatterns = []
